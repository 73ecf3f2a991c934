import type { RequestHandler } from "express";
import { answerPlainly } from "./answer-plainly.server.ts";

/** A full scan report (200 files, 10,000 entries) fits; a form is far below. */
const LARGEST_BODY = 16 * 1024 * 1024;

// A sender that finds the connection closed never reads the answer, so the rest is read and dropped for a while.
const LINGER_MS = 10_000;

/** Answers 413 to a body above the limit, announced or counted as it arrives, and never keeps it. */
export function limitBody(largest = LARGEST_BODY): RequestHandler {
  return (req, res, next) => {
    const refuse = () => {
      res.locals.bodyRefused = true;
      if (!res.headersSent) {
        const sentence = `What was sent is larger than ${Math.floor(largest / 1024 / 1024)} MB. Nothing was kept. Send less at once, for example one file at a time.`;
        answerPlainly(req, res, 413, "Too large", sentence);
      }
      setTimeout(() => req.complete || req.socket.destroy(), LINGER_MS).unref();
    };
    if (Number(req.headers["content-length"] ?? 0) > largest) {
      refuse();
      req.resume();
      return;
    }
    let received = 0;
    const push = req.push.bind(req);
    // Node hands each piece of the body to `push`; beyond the limit pieces are dropped there, so the reader never
    // sees them and memory stays flat.
    req.push = (chunk: Buffer | string | null, encoding?: BufferEncoding) => {
      if (chunk !== null) received += chunk.length;
      if (received <= largest) return push(chunk, encoding);
      if (chunk === null) req.destroy();
      else refuse();
      return true;
    };
    next();
  };
}

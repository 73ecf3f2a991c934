import type { RequestHandler } from "express";
import { answerPlainly } from "./answer-plainly.server.ts";

const METHODS = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);

/** Answers what Remix cannot make a request of, which would be an error of ours in the log: 405 and 400. */
export function refuseOddRequests(): RequestHandler {
  return (req, res, next) => {
    if (!METHODS.has(req.method)) {
      res.set("Allow", [...METHODS].join(", "));
      return answerPlainly(req, res, 405, "Wrong method", "Nothing here takes this method.");
    }
    const isWhole = req.originalUrl.startsWith("/") || req.originalUrl === "*";
    if (isWhole && URL.canParse(`http://${req.get("host") ?? ""}${req.originalUrl}`)) return next();
    answerPlainly(
      req,
      res,
      400,
      "Not understood",
      "The address could not be understood. Correct the address.",
    );
  };
}

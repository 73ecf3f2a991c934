import type { RequestHandler } from "express";
import { answerPlainly } from "./answer-plainly.server.ts";
import { comesFromOurPages } from "./own-origin.ts";

const SENTENCE =
  "This was sent from another site or without saying from where, so nothing was changed. Open Castellan in your browser and try again there.";

/** Stands before every route: a post from anywhere but our own pages is refused. */
export function refuseForeignOrigin(publicOrigin: string | undefined): RequestHandler {
  return (req, res, next) => {
    const header = (name: string) => req.get(name);
    if (comesFromOurPages({ method: req.method, path: req.path, header, publicOrigin })) {
      // Remix compares Origin with these again; behind a proxy that renames the host it would refuse our own forms.
      if (publicOrigin) req.headers.host = new URL(publicOrigin).host;
      delete req.headers["x-forwarded-host"];
      return next();
    }
    answerPlainly(req, res, 403, "Sent from elsewhere", SENTENCE);
  };
}

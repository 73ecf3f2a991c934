import type { Request, Response } from "express";

/** An answer from before Remix: a problem document for the API, one sentence of text for everybody else. */
export function answerPlainly(
  req: Request,
  res: Response,
  status: number,
  title: string,
  detail: string,
): void {
  res.status(status).set("Cache-Control", "no-store");
  const requestId = res.locals.requestId;
  if (req.path.startsWith("/api/")) {
    res.type("application/problem+json");
    res.end(JSON.stringify({ type: "about:blank", title, status, detail, requestId }));
    return;
  }
  res.type("text/plain").end(`${detail}\n`);
}

import { isNetworkError } from "./network-error.ts";

/** Why nothing came back. Sentences for people are made by whoever asked. */
export type FetchTrouble =
  /** Not on the public internet, and no administrator of this installation allowed it. */
  | "address"
  /** Neither https nor, for an allowed network, http. */
  | "scheme"
  | "unreachable"
  | "slow"
  | "large"
  | "redirects"
  /** Packed, though asked for plain: its size could not be bounded. */
  | "packed";

export class FetchRefused extends Error {
  readonly why: FetchTrouble;
  constructor(why: FetchTrouble, cause?: unknown) {
    super(`A request to the outside was not answered: ${why}.`, { cause });
    this.why = why;
  }
}

/** A trouble of the connection as a refusal; a mistake of ours is given back as it is. */
export function refusalOf(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof FetchRefused) return error;
  if (signal.aborted) return new FetchRefused("slow", error);
  return isNetworkError(error) ? new FetchRefused("unreachable", error) : error;
}

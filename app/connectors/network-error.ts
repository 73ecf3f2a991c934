/** What Node calls troubles of a connection: of the system, of the name lookup, of the answer's form, of its protection. */
const NETWORK =
  /^(?:E[A-Z]+|EAI_[A-Z]+|HPE_.+|CERT_.+|CRL_.+|ERROR_IN_C.+|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|UNABLE_TO_.+|DEPTH_ZERO_.+|SELF_SIGNED_.+|ABORT_ERR|ERR_(?:SSL|TLS)_.+|ERR_STREAM_PREMATURE_CLOSE)$/;

/** Whether an error came from the connection; anything else is a mistake of ours. */
export function isNetworkError(error: unknown): boolean {
  return error instanceof Error && "code" in error && NETWORK.test(String(error.code));
}

/** How the command line ends, for scripts that call it. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  notEnrolled: 3,
  unreachable: 4,
  refused: 5,
  cancelled: 6,
  probeFailed: 7,
  unreadable: 8,
  unknownClient: 9,
  findings: 10,
  partly: 11,
} as const;

/** Ends the command with a sentence for the person. The sentence holds no secret. */
export class Stop extends Error {
  readonly exitCode: number;
  /** The same may succeed later without anybody changing anything here. */
  readonly mayPass: boolean;
  /** Castellan itself has read it and will never take it. */
  readonly isFinal: boolean;

  constructor(exitCode: number, sentence: string, { mayPass = false, isFinal = false } = {}) {
    super(sentence);
    this.name = "Stop";
    this.exitCode = exitCode;
    this.mayPass = mayPass;
    this.isFinal = isFinal;
  }
}

/** What an account can prove itself with. */
export type ProofWays = {
  password: boolean;
  authenticator: boolean;
  passkey: boolean;
  /** Codes not used yet; they exist only beside a second factor. */
  recoveryCodes: number;
};

export function hasSecondFactor(ways: ProofWays): boolean {
  return ways.authenticator || ways.passkey;
}

/** Whoever has a second factor proves themselves with it: the password alone was asked for already. */
export function mayProveByPassword(ways: ProofWays): boolean {
  return ways.password && !hasSecondFactor(ways);
}

/** Whether a typed code can be anything at all. */
export function takesCodes(ways: ProofWays): boolean {
  return ways.authenticator || (ways.passkey && ways.recoveryCodes > 0);
}

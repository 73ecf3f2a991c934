/** Why a browser goes to a provider: to sign in, to try the settings, or to prove anew who uses it. */
export const OPENID_PURPOSES = ["sign_in", "test", "proof"] as const;
export type OpenidPurpose = (typeof OPENID_PURPOSES)[number];

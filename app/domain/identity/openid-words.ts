const PROVIDER = 502;
const REFUSED = 403;
const STALE = 400;

const AGAIN =
  "Nothing was changed. Try again in a moment; if it stays so, tell an admin of your organization.";
const TELL = "You are not signed in. Tell an admin of your organization.";

/** Why a sign-in through a provider did not work, as a status and a sentence for the person. */
export const OPENID_REFUSALS = {
  // what the provider does
  unreachable: [PROVIDER, `Your organization's provider did not answer. ${AGAIN}`],
  slow: [PROVIDER, `Your organization's provider took too long to answer. ${AGAIN}`],
  not_json: [
    PROVIDER,
    `The provider answered with something else than OpenID Connect, such as a web page. ${TELL}`,
  ],
  odd_answer: [PROVIDER, `The provider's answer could not be understood. ${TELL}`],
  address: [
    PROVIDER,
    "The provider is in a network that Castellan may not reach. Whoever runs this installation can allow it with ALLOWED_NETWORKS.",
  ],
  issuer: [PROVIDER, `The answer came from another issuer than the one that is set up. ${TELL}`],
  audience: [PROVIDER, `The provider's answer was made for another application. ${TELL}`],
  nonce: [
    PROVIDER,
    "The provider's answer does not belong to this sign-in. You are not signed in. Start again.",
  ],
  expired: [
    PROVIDER,
    "The provider's answer had ended when it came. You are not signed in. Try again; if it stays so, a clock is wrong: tell an admin.",
  ],
  clock: [
    PROVIDER,
    `The provider's answer has a time that cannot be right: its clock differs from ours. ${TELL}`,
  ],
  algorithm: [PROVIDER, `The provider's answer is signed in a way Castellan does not accept. ${TELL}`],
  signature: [PROVIDER, `The signature of the provider's answer is not right. ${TELL}`],
  key: [PROVIDER, `The provider's answer is signed with a key it does not publish. ${TELL}`],
  client: [PROVIDER, `The provider does not accept Castellan's client id or secret. ${TELL}`],
  code: [
    PROVIDER,
    "The provider's answer was used already or has ended. You are not signed in. Start again.",
  ],
  denied: [REFUSED, "The sign-in was cancelled at the provider. You are not signed in."],
  refused: [PROVIDER, `The provider refused the sign-in. ${TELL}`],
  withheld: [
    PROVIDER,
    `You are in so many groups that the provider left them out of its answer, so your role is not known. ${TELL}`,
  ],
  // what the browser brings
  entrance: [
    404,
    "Nobody signs in this way here: the organization's name is not right, or its people sign in with email and password.",
  ],
  flow: [
    STALE,
    "This sign-in was started in another browser, was used already or took longer than ten minutes. Start again.",
  ],
  // what the organization decided
  unverified: [
    REFUSED,
    "The provider does not say that your email address is verified, so Castellan cannot take it for yours. Tell an admin of your organization.",
  ],
  domain: [REFUSED, "Addresses of your domain are not let into this organization. Tell one of its admins."],
  not_member: [
    REFUSED,
    "You are not a member of this organization. Ask one of its admins for an invitation.",
  ],
  removed: [REFUSED, "You were removed from this organization. Ask one of its admins for a new invitation."],
  other_subject: [
    REFUSED,
    "This address is linked to somebody else at the provider. If that was you, ask an admin to unlink it.",
  ],
  no_group: [
    REFUSED,
    "None of your groups opens this organization. Ask for one at your provider, or ask an admin.",
  ],
  not_you: [REFUSED, "Somebody else signed in at the provider than is signed in here. Nothing was changed."],
  not_fresh: [
    REFUSED,
    "The provider did not ask you to sign in anew, so this proves nothing. Nothing was changed. Use your own password, or tell an admin.",
  ],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

export type OpenidRefusal = keyof typeof OPENID_REFUSALS;

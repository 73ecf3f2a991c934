/** One mail to one person, as a verb or job words it. Plain text; links are whole addresses of this installation. */
export type Mail = {
  to: string;
  subject: string;
  text: string;
  /** The same for every try to send this mail, so that a mailbox that got it twice can see so. */
  id?: string;
  /** Where the person chooses what is mailed; shown by mail programs as the way to unsubscribe. */
  preferences?: string;
};

/**
 * What became of a mail. `refused`: the receiving side said never (SMTP 5xx), so trying again is no use;
 * `not_set_up`: this installation has no SMTP server, and pages say so. Anything passing is thrown, for the job to retry.
 */
export type Delivery =
  | { outcome: "accepted" }
  | { outcome: "refused"; why: string }
  | { outcome: "not_set_up" };

export type Deliver = (mail: Mail) => Promise<Delivery>;

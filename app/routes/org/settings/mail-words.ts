type Mailed = { state: "waiting" | "accepted" | "refused" | "not_set_up" | "overdue"; why: string | null };

/** What to do about a mail that did not go out, or nothing. */
export function mailAdvice({ state, why }: Mailed): string | undefined {
  if (state === "refused") {
    return `The receiving side refused the address (${why ?? "no reason given"}). Check it: withdraw this and invite the right one, or send it again and hand over the link.`;
  }
  if (state === "not_set_up") return "No mail is sent here: send it again to get a link to hand over.";
  if (state === "overdue") {
    return "It could not be sent for over an hour. Tell whoever runs Castellan, or send it again and hand over the link.";
  }
  return undefined;
}

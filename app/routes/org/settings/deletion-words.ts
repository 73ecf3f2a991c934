import { WAITING_DAYS } from "#app/domain/keeping/deletion-rules.ts";

/** What becomes of an organization whose deletion was confirmed. */
export function deletionEffects(name: string): string[] {
  return [
    `Once confirmed it waits ${WAITING_DAYS} days. Until then ${name} works as before, every owner sees it on every page, and any owner can cancel.`,
    "Then every session, key, device and invitation stops at once, and everything is deleted for good: people, requests, decisions, grants, the inventory and the audit.",
    "Should somebody who asked or confirmed no longer be an owner by then, it is cancelled.",
    "The accounts people sign in with are theirs and stay, as do their other organizations. Backups of the database hold it for as long as you keep them.",
  ];
}

export const OPERATOR_CONFIRMS = (id: string) =>
  `You are the only owner. Make somebody else an owner, or ask whoever runs this server to confirm it: castellan admin confirm-deletion --organization ${id}`;

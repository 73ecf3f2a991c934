import type { ListingStanding, TrustBand } from "#app/domain/registries/listing-words.ts";
import type {
  DeclaredTouch,
  ListingStatus,
  ListingTransport,
} from "#app/domain/registries/registry-words.ts";
import { type Look, standingLook, toolClassLook } from "#app/ui/tones.ts";

export const STANDING_LOOKS: Readonly<Record<ListingStanding, Look>> = {
  blocked: standingLook.blocked,
  approved: standingLook.approved,
  asked: { tone: "blue", icon: "clock", word: "Asked for", quiet: true },
  in_use: standingLook.unapproved,
  known: { tone: "slate", icon: "info", word: "Known here", quiet: true },
  none: { tone: "slate", icon: "circle-dashed", word: "Not here", quiet: true },
};

export const STANDING_LABELS: Readonly<Record<ListingStanding, string>> = {
  blocked: "Blocked",
  approved: "Approved",
  asked: "Asked for",
  in_use: "In use, not approved",
  known: "Known here",
  none: "Not here",
};

/** How it is called is odd: hidden or look-alike letters, or one slip away from a well-known name. */
export const ODD_NAME_LOOK: Look = { tone: "amber", icon: "triangle-alert", word: "Odd name" };

export const STATUS_LOOKS: Readonly<Record<ListingStatus | "unsaid", Look>> = {
  active: { tone: "slate", icon: "circle-check", word: "Active", quiet: true },
  deprecated: { tone: "orange", icon: "triangle-alert", word: "Deprecated" },
  deleted: { tone: "red", icon: "trash-2", word: "Deleted" },
  unsaid: { tone: "slate", icon: "circle-question-mark", word: "Not said", quiet: true },
};

export const TRANSPORT_LABELS: Readonly<Record<ListingTransport | "unsaid", string>> = {
  stdio: "Started here (stdio)",
  "streamable-http": "Remote (streamable HTTP)",
  sse: "Remote (SSE)",
  unsaid: "Not said",
};

export const TOUCH_LABELS: Readonly<Record<DeclaredTouch | "unsaid", string>> = {
  read: toolClassLook.read.word,
  write: toolClassLook.write.word,
  destructive: toolClassLook.destructive.word,
  network: toolClassLook.network.word,
  secrets: toolClassLook.secrets.word,
  undeclared: toolClassLook.undeclared.word,
  unsaid: "Unknown",
};

export const TRUST_LABELS: Readonly<Record<TrustBand, string>> = {
  high: "70 and more proven",
  middle: "40 to 69 proven",
  low: "Cannot come to 40",
  unknown: "Not enough is known",
};

/** "Network, secrets", or that nothing is known. */
export function touchSentence(touches: readonly DeclaredTouch[]): string {
  if (touches.length === 0) return "Unknown";
  return touches
    .map((touch, at) => (at === 0 ? TOUCH_LABELS[touch] : TOUCH_LABELS[touch].toLowerCase()))
    .join(", ");
}

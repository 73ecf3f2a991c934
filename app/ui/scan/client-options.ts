import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { Client } from "#app/domain/inventory/formats/client-format.ts";

export const clientOptions = Object.entries(CLIENT_NAMES)
  .map(([value, label]) => ({ value, label }))
  .sort((a, b) => a.label.localeCompare(b.label, "en-GB"));

export function isClient(text: string): text is Client {
  return Object.hasOwn(CLIENT_NAMES, text);
}

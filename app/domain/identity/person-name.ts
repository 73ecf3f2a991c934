import { z } from "zod";
import { isVisibleName, VISIBLE_ONLY } from "./visible-name.ts";

/** How a person is called. */
export const PersonName = z
  .string()
  .trim()
  .min(1, "Write the person's name.")
  .max(80, "A name has at most 80 characters.")
  .refine(isVisibleName, VISIBLE_ONLY);

/** How somebody is called whom another system names, by their address when that name is none. */
export function personName(given: string | null, email: string): string {
  const read = PersonName.safeParse(given?.slice(0, 80) ?? "");
  return read.success ? read.data : email.slice(0, Math.min(80, email.indexOf("@")));
}

import { z } from "zod";
import { isVisibleName, VISIBLE_ONLY } from "./visible-name.ts";

/** How a person is called. */
export const PersonName = z
  .string()
  .trim()
  .min(1, "Write the person's name.")
  .max(80, "A name has at most 80 characters.")
  .refine(isVisibleName, VISIBLE_ONLY);

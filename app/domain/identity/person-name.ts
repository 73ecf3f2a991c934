import { z } from "zod";

/** How a person is called; control and bidirectional characters would let a name imitate another. */
export const PersonName = z
  .string()
  .trim()
  .min(1, "Write the person's name.")
  .max(80, "A name has at most 80 characters.")
  .refine(
    (name) => !/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(name),
    "Use visible characters only.",
  );

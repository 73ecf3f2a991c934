import { z } from "zod";

/** An email address as compared and stored: trimmed, lower case, at most 254 characters (RFC 5321, section 4.5.3.1.3). */
export const EmailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(
    z.email("Write an address such as name@example.com.").max(254, "An address has at most 254 characters."),
  );

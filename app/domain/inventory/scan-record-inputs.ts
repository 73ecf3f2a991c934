import { z } from "zod";
import { isVisibleText } from "./visible-text.ts";

/** The name of the place files were pasted from, when no enrolled device reports them. */
export const PastedDeviceName = z
  .string()
  .trim()
  .min(1)
  .max(128)
  .refine(isVisibleText, "must not contain control or invisible characters");

export const DEFAULT_PASTED_DEVICE = "Pasted files";

import { z } from "zod";
import { Invalid } from "#app/domain/errors.ts";
import { jsonIn } from "#app/domain/json-text.ts";
import { findUnredacted } from "./find-unredacted.ts";
import { ScanReport } from "./scan-inputs.ts";
import { isVisibleText } from "./visible-text.ts";

/** The name of the place files were pasted from, when no enrolled device reports them. */
export const PastedDeviceName = z
  .string()
  .trim()
  .min(1, "Name the device these files are from.")
  .max(128)
  .refine(isVisibleText, "must not contain control or invisible characters");

export const DEFAULT_PASTED_DEVICE = "Pasted files";

/** What the scan page posts: the redacted report as JSON text. */
export const PostedScan = z.strictObject({ deviceName: PastedDeviceName, report: z.string().min(1) });
export type PostedScan = z.infer<typeof PostedScan>;

/** The report in the text. Throws Invalid, which names key paths and quotes nothing. */
export function readPostedReport(text: string): ScanReport {
  const read = ScanReport.safeParse(jsonIn(text));
  if (read.success) return read.data;
  const where = read.error.issues[0]?.path.join(".");
  throw new Invalid(
    `What was sent is not a redacted report${where ? `, at ${where}` : ""}. Nothing was stored. Choose the files again on this page.`,
  );
}

/** Throws Invalid, naming key paths only, when a text of the report is not redacted. */
export function refuseUnredacted(report: ScanReport): void {
  const unredacted = findUnredacted(report);
  if (unredacted.length > 0) {
    throw new Invalid(
      `This report holds text that looks like a secret, at ${unredacted.slice(0, 5).join(", ")}. Nothing was stored. Send it with the castellan command line or the scan page, which redact first.`,
      Object.fromEntries(unredacted.slice(0, 50).map((path) => [path, ["is not redacted"]])),
    );
  }
}

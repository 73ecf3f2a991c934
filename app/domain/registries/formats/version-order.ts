/**
 * A text that sorts as versions do: numbers by value, a release after its previews. What is no version sorts before
 * every version, by its own letters.
 */
export function versionOrder(version: string | null): string {
  if (version === null) return "";
  const [, numbers = "", preview = ""] =
    /^v?(\d{1,10}(?:\.\d{1,10}){0,4})(?:[-.]?([0-9A-Za-z.-]{1,60}))?(?:\+.*)?$/.exec(version) ?? [];
  if (numbers === "") return `0 ${version.slice(0, 60)}`;
  const padded = [...numbers.split("."), "0", "0", "0", "0"].slice(0, 5).map((one) => one.padStart(10, "0"));
  const parts = preview.split(".").map((one) => (/^\d{1,10}$/.test(one) ? one.padStart(10, "0") : one));
  return `1 ${padded.join(".")} ${preview === "" ? "~" : parts.join(".")}`;
}

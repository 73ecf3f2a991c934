/** A version, a tag or a range; never a place a package comes from. */
const RELEASE = /^(?:[\w.+^~*<>=!-]{1,64}|sha256:[0-9a-f]{64})$/;
/** A package's name, what parts it from its release, and that release. */
const SPEC = /^(-[\w-]+=)?(.[^@=<>~!:]*(?:\/[^@=<>~!:]*)*)(?:@|:|(?===|>=|<=|~=|!=|<|>))(.+)$/;

/** The words of a text, those that name the package of `identity` without the release they name. */
export function withoutReleases(text: string, identity: string): string {
  const at = identity.indexOf(":");
  const [kind, name] = [identity.slice(0, at), identity.slice(at + 1)];
  if (kind !== "npm" && kind !== "pypi" && kind !== "oci") return text;
  return text
    .split(/(\s+)/)
    .map((word) => {
      const [, flag = "", named = "", release = ""] = SPEC.exec(word) ?? [];
      return RELEASE.test(release) && isNameOf(named, kind, name) ? `${flag}${named}` : word;
    })
    .join("");
}

function isNameOf(named: string, kind: "npm" | "pypi" | "oci", name: string): boolean {
  if (kind === "npm") return named === name;
  if (kind === "oci") return named === name || name.endsWith(`/${named}`);
  const plain = (text: string) =>
    text
      .replace(/\[.*/, "")
      .replace(/[-_.]+/g, "-")
      .toLowerCase();
  return plain(named) === plain(name);
}

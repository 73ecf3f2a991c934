const LONGEST = 40;

/** First segments of addresses that are the product's own, now or soon. */
const RESERVED = new Set([
  ..."admin api app assets auth build castellan castellan.mjs docs favicon.ico health help hooks internal".split(
    " ",
  ),
  ..."invitations login logout mcp new ready robots.txt search scim session settings setup sign-in sign-out".split(
    " ",
  ),
  ..."sign-up static status support system well-known preferences public www account accounts me second-factor passkey".split(
    " ",
  ),
]);

/**
 * Addresses to try for an organization, the plain one first: lower-case ASCII words joined by "-", 2 to 40 characters,
 * never a reserved word. Each following one carries a number.
 */
export function slugsFor(name: string, tries = 50): string[] {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  const base = words.replace(/^-+/, "").slice(0, LONGEST).replace(/-+$/, "");
  const usable = base.length >= 2 && !/^\d+$/.test(base) ? base : `org-${base || "1"}`;
  const plain = RESERVED.has(usable) ? `${usable}-org` : usable;
  const numbered = Array.from({ length: tries - 1 }, (_, index) => {
    const end = `-${index + 2}`;
    return `${plain.slice(0, LONGEST - end.length).replace(/-+$/, "")}${end}`;
  });
  return [plain, ...numbered];
}

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("../../app/ui/tokens.css", import.meta.url), "utf8");
const themes = ["light", "dark"] as const;
type Theme = (typeof themes)[number];

const colours = new Map<string, Record<Theme, string>>();
for (const [, name, light, dark] of css.matchAll(/--color-([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)/g)) {
  if (name && light && dark) colours.set(name, { light, dark });
}
colours.set("on-accent", { light: "#ffffff", dark: "#ffffff" });

/** WCAG 2.2 relative luminance of sRGB "#rrggbb". */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(front: string, back: string, theme: Theme): number {
  const read = (name: string) => {
    const colour = colours.get(name);
    if (!colour) throw new Error(`tokens.css has no --color-${name}`);
    return luminance(colour[theme]);
  };
  const [a, b] = [read(front), read(back)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const surfaces = ["canvas", "surface", "raised", "sunken", "hover", "selected"];
const tones = ["green", "amber", "orange", "red", "blue", "purple", "slate"];
const text = 4.5;
const part = 3;

const pairs: [front: string, back: string, floor: number][] = [
  ...surfaces.flatMap((surface): [string, string, number][] => [
    ["ink", surface, text],
    ["muted", surface, text],
    ["accent-text", surface, text],
    ["control", surface, part],
    ["focus", surface, part],
    ...tones.flatMap((tone): [string, string, number][] => [
      [`${tone}-text`, surface, text],
      [`${tone}-solid`, surface, part],
    ]),
  ]),
  ...tones.flatMap((tone): [string, string, number][] => [
    [`${tone}-text`, `${tone}-tint`, text],
    ["ink", `${tone}-tint`, text],
    ["muted", `${tone}-tint`, text],
  ]),
  ["on-accent", "accent", text],
  ["on-accent", "accent-hover", text],
  ["on-accent", "danger", text],
  ["on-accent", "danger-hover", text],
  ["on-critical", "red-solid", text],
  ["accent-text", "accent-tint", text],
  ["accent-text", "selected", text],
];

describe.each(themes)("in the %s theme", (theme) => {
  test.each(pairs)("%s on %s keeps a contrast of at least %s", (front, back, floor) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(floor);
  });
});

test("the published contrast table is what the tokens give", () => {
  const measured = (front: string, back: string) =>
    themes.map((theme) => contrast(front, back, theme).toFixed(2)).join(" · ");
  expect(measured("ink", "surface")).toBe("16.68 · 15.47");
  expect(measured("muted", "surface")).toBe("6.71 · 7.79");
  expect(measured("accent-text", "surface")).toBe("6.90 · 8.59");
  expect(measured("red-text", "red-tint")).toBe("7.47 · 8.35");
  expect(measured("on-critical", "red-solid")).toBe("6.47 · 5.51");
});

test.each(tones)("the tone %s fills all four slots a component draws with", (tone) => {
  const block = css.slice(css.indexOf(`[data-tone="${tone}"]`)).split("}")[0] ?? "";
  for (const slot of ["tint: var(--color-T-tint)", "edge: var(--color-T-line)"]) {
    expect(block).toContain(`--${slot.replace("T", tone)}`);
  }
  for (const slot of ["solid: var(--color-T-solid)", "fg: var(--color-T-text)"]) {
    expect(block).toContain(`--${slot.replace("T", tone)}`);
  }
});

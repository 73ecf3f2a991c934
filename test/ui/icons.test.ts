import { type ComponentType, createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { iconNames } from "#app/ui/icon-names.ts";

type LucideModule = { default: ComponentType };

/** The shapes of one icon; its components are rendered because old names only re-export new ones. */
async function symbolOf(name: string): Promise<string> {
  const icon: LucideModule = await import(
    /* @vite-ignore */ `../../node_modules/lucide-react/dist/esm/icons/${name}.mjs`
  );
  const shapes = renderToStaticMarkup(createElement(icon.default))
    .replace(/^<svg[^>]*>|<\/svg>$/g, "")
    .replace(/><\/\w+>/g, "/>");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

function riskSymbol(filled: number): string {
  const bars = [0, 1, 2, 3].map((step) => {
    const height = 7 + step * 4;
    const opacity = step < filled ? "" : ' opacity=".28"';
    return `<rect x="${1 + step * 6}" y="${21 - height}" width="4" height="${height}" rx="1" fill="currentColor" stroke="none"${opacity}/>`;
  });
  return `<symbol id="risk-${filled}" viewBox="0 0 24 24">${bars.join("")}</symbol>`;
}

// After adding a name to icon-names.ts, `npx vitest run test/ui/icons.test.ts -u` writes the sprite.
test("the sprite holds exactly the named icons, drawn as lucide draws them", async () => {
  const symbols: string[] = [];
  for (const name of iconNames) {
    symbols.push(await symbolOf(name));
  }
  for (const filled of [1, 2, 3, 4]) symbols.push(riskSymbol(filled));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true">\n${symbols.join("\n")}\n</svg>\n`;
  await expect(svg).toMatchFileSnapshot("../../app/ui/icons.svg");
});

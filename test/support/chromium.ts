import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

const run = promisify(execFile);
const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

// Never the package's own arguments: they switch web security off and run everything in one process.
const ARGUMENTS = ["--no-sandbox", "--no-zygote", "--disable-gpu", "--font-render-hinting=none"];

/** A Chromium of our own: the one from npm on Linux x64, an installed Chrome elsewhere. */
export async function launchChromium(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64") return chromium.launch({ channel: "chrome" });
  const folder = await unpackedChromium();
  await pointFontsAt(folder);
  const libraries = path.join(folder, "al2023/lib");
  return chromium.launch({
    executablePath: path.join(folder, "chromium"),
    args: ARGUMENTS,
    env: {
      PATH: process.env.PATH ?? "/usr/bin:/bin",
      HOME: folder,
      LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":"),
      FONTCONFIG_PATH: path.join(folder, "fonts"),
    },
  });
}

async function unpackedChromium(): Promise<string> {
  const manifest = path.join(root, "node_modules/@sparticuz/chromium/package.json");
  const { version }: { version: string } = JSON.parse(await readFile(manifest, "utf8"));
  const cache = path.join(root, "node_modules/.cache");
  const folder = path.join(cache, `castellan-browser-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(path.join(cache, "castellan-browser-"));
  // The package unpacks into the system's temporary folder, and its libraries only where it believes to be in Lambda.
  const script = `import chromium from "@sparticuz/chromium"; await chromium.executablePath();`;
  await run(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: root,
    env: { ...process.env, HOME: fresh, TMPDIR: fresh, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" },
  });
  try {
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Without a font Chromium dies on the first input; the packaged list of font folders names only temporary ones. */
async function pointFontsAt(folder: string): Promise<void> {
  const fonts = path.join(folder, "fonts");
  const file = path.join(fonts, "fonts.conf");
  const wanted = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${path.join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`;
  if ((await readFile(file, "utf8").catch(() => "")) === wanted) return;
  const next = `${file}.${process.pid}`;
  await writeFile(next, wanted);
  await rename(next, file);
}

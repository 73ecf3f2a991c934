// `npm run screens [-- --full]`: pictures of every page of the demo organization, into a folder of the system's own.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const folder = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(folder));
const { module } = await runnerImport(path.join(folder, "take-screens.ts"), { root, configFile: false });
await module.takeScreens({ root, fullPage: process.argv.includes("--full") });

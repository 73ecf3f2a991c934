// `npm run bench -- <name> [--scale N] [--json]`: one measurement, product beside floor in the same run.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";

const folder = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(folder));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scale: { type: "string", default: "1" }, json: { type: "boolean", default: false } },
});
const [name = ""] = positionals;
const file = path.join(folder, `measure-${name}.ts`);
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  console.error("Say what to measure: npm run bench -- pages [--scale N] [--json]");
  process.exit(2);
}
const load = async (script) => (await runnerImport(script, { root, configFile: false })).module;
const { measure } = await load(file);
const { report } = await load(path.join(folder, "report.ts"));
const scale = Number(values.scale);
process.exitCode = report({ bench: name, scale, ...(await measure({ root, scale })) }, values.json);

import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { copyProduct } from "./copy-product.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A built copy of the product that every account may read. */
    productFolder: string;
  }
}

const run = promisify(execFile);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-process-"));
  await chmod(folder, 0o755);
  const product = path.join(folder, "product");
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await copyProduct(project.config.root, product);
    // Vitest marks its environment, and the build must not look like a test.
    const { VITEST: _mark, ...env } = process.env;
    await run(process.execPath, [path.join(product, "app/start-build.mjs")], { cwd: product, env });
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide("productFolder", product);
  return remove;
}

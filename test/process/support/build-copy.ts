import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { copyProduct } from "./copy-product.ts";

const run = promisify(execFile);

/** A built copy of the repository that every account may read, and what removes it. */
export async function buildCopy(root: string): Promise<{ product: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-process-"));
  await chmod(folder, 0o755);
  const product = path.join(folder, "product");
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await copyProduct(root, product);
    // Vitest marks its environment, and the build must not look like a test.
    const { VITEST: _mark, ...env } = process.env;
    await run(process.execPath, [path.join(product, "app/start-build.mjs")], { cwd: product, env });
  } catch (error) {
    await remove();
    throw error;
  }
  return { product, remove };
}

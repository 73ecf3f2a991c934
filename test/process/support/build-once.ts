import type { TestProject } from "vitest/node";
import { buildCopy } from "./build-copy.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A built copy of the product that every account may read. */
    productFolder: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { product, remove } = await buildCopy(project.config.root);
  project.provide("productFolder", product);
  return remove;
}

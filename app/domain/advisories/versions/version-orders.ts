import { npmOrder } from "./npm-order.ts";
import { pypiOrder } from "./pypi-order.ts";
import type { VersionOrder } from "./version-order.ts";

/** By what stands before the colon of a package. A range of any other ecosystem is not decided here. */
export const VERSION_ORDERS: Readonly<Record<string, VersionOrder>> = {
  npm: npmOrder as VersionOrder,
  pypi: pypiOrder as VersionOrder,
};

/** The version of this command line; the build writes it in. */
export const VERSION = process.env.CASTELLAN_VERSION ?? "development";

// By its own name, so that sources and build find the same file, and no copy of it is emitted.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const manifest = require("pulumi-esa-preload/package.json") as { name: string; version: string };

/** How this package names itself to the service. */
export const userAgent = `${manifest.name}/${manifest.version}`;

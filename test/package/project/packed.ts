import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { run } from "../../../scripts/lib/run";

const ROOT = join(__dirname, "..", "..", "..");

/** What the package is made of, and what makes it. */
const SOURCES = [
  ...["package.json", "package-lock.json", ".npmrc", "tsconfig.json", "tsconfig.build.json"],
  ...["README.md", "CHANGELOG.md", "LICENSE", "plugin", "provider", "simulator", "scripts", "examples/package.json"],
];

/** A dry run of `npm publish` in a copy of the checkout, and the tarball that it would have sent. */
export interface Packed {
  readonly code: number | null;
  /** What npm has to say, its own lines on stderr. */
  readonly stderr: string;
  /** `METHOD /path` of each request that came to the registry. */
  readonly requests: readonly string[];
  readonly tarball: string;
  /** What lies in it, sorted. */
  readonly files: readonly string[];
  /** Where it is unpacked, with this checkout's dependencies beside it. */
  readonly folder: string;
  /** A user's project with the package, and a program. */
  readonly project: string;
  dispose(): void;
}

/**
 * Publishes to a registry of its own on loopback that has nothing and takes nothing. The copy has a `dist/` of its own, so
 * that `prepack` takes none from under other tests.
 */
export async function publishDryRun(): Promise<Packed> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "packed-")));
  const copy = join(folder, "checkout");
  for (const name of SOURCES) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  linkDependencies(copy);
  mkdirSync(join(copy, "dist", "provider"), { recursive: true });
  writeFileSync(join(copy, "dist", "provider", "ofLongAgo.js"), "");

  const requests: string[] = [];
  const registry = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.writeHead(404, { "content-type": "application/json" }).end('{"error":"not found"}');
  }).listen(0, "127.0.0.1");
  await once(registry, "listening");
  const address = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
  const userconfig = join(folder, "npmrc");
  writeFileSync(userconfig, `//${address}/:_authToken=made-up\n`);
  const npm = (...args: string[]) =>
    run("npm", [...args, "--json", `--registry=http://${address}/`], {
      cwd: copy,
      env: { ...withoutNpm(process.env), NPM_CONFIG_USERCONFIG: userconfig },
    });
  try {
    const { code, stderr } = await npm("publish", "--dry-run");
    const packed = await npm("pack", "--ignore-scripts", "--pack-destination", folder);
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
    if (tarball === undefined) throw new Error(`npm packed nothing:\n${stderr}\n${packed.stderr}`);
    const { stdout: listed } = await run("tar", ["-xvzf", tarball], { cwd: folder });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
    const project = join(folder, "project");
    mkdirSync(join(project, "node_modules"), { recursive: true });
    symlinkSync(join(folder, "package"), join(project, "node_modules", "pulumi-esa-preload"), "junction");
    cpSync(join(__dirname, "..", "fixtures", "program.ts"), join(project, "program.ts"));
    return {
      code,
      stderr,
      requests,
      tarball: join(folder, tarball),
      files: listed
        .trim()
        .split("\n")
        .map((file) => file.replace("package/", ""))
        .sort(),
      folder: join(folder, "package"),
      project,
      dispose: () => rmSync(folder, { recursive: true, force: true }),
    };
  } finally {
    registry.close();
  }
}

/** Links all that is installed, but neither the package itself nor the record of what its `dist/` was built from. */
function linkDependencies(copy: string): void {
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync(join(ROOT, "node_modules"))) {
    if (name === ".cache" || name === "pulumi-esa-preload") continue;
    symlinkSync(join(ROOT, "node_modules", name), join(copy, "node_modules", name));
  }
  symlinkSync(copy, join(copy, "node_modules", "pulumi-esa-preload"), "junction");
}

/** npm's settings of the run that these tests are part of do not count. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name)));
}

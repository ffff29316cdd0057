/**
 * `npm run plugin-archive`: packs the plugin with all that it requires, for `pulumi plugin install --file` on a machine
 * that has Node, and prints the names of the archives in `.tmp/plugin-archives`. It is JavaScript: the archives of all systems
 * have the same content, and differ by the names that Pulumi looks for.
 */
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { lastLines, run } from "./lib/run";
import { main, ROOT } from "./lib/setup";

const systems = ["linux", "darwin", "windows"].flatMap((system) => [`${system}-amd64`, `${system}-arm64`]);
const folder = join(ROOT, ".tmp", "plugin-archives");
const content = join(folder, "content");
/** Below the archive's root, where npm leaves them alone when Pulumi runs it there. */
const packages = join(content, "packages");

interface Manifest {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

async function command(cwd: string, name: string, ...args: string[]): Promise<string> {
  const result = await run(name, args, { cwd, env: process.env });
  if (result.code !== 0) throw new Error(`${name} ${args.join(" ")} failed:\n${lastLines(result, 20)}`);
  return result.stdout;
}

main(async () => {
  const { version, devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(packages, { recursive: true });
  await command(ROOT, "npm", "pack", "--silent", "--pack-destination", folder);
  writeFileSync(join(packages, "package.json"), '{ "private": true }\n');
  const wanted = [
    join(folder, `pulumi-esa-preload-${version}.tgz`),
    `@pulumi/pulumi@${devDependencies["@pulumi/pulumi"]}`,
  ];
  const quiet = ["--no-audit", "--no-fund", "--no-bin-links", "--no-package-lock", "--ignore-scripts"];
  await command(packages, "npm", "install", "--omit=dev", "--omit=optional", ...quiet, ...wanted);
  // It names the tarball, where it was on this machine.
  for (const left of ["package.json", "node_modules/.package-lock.json"]) rmSync(join(packages, left));

  // Its package.json asks for nothing from elsewhere: Pulumi runs npm when it installs a plugin.
  const plugin = "packages/node_modules/pulumi-esa-preload/plugin";
  cpSync(join(content, plugin), content, { recursive: true });
  writeFileSync(join(content, "index.js"), `"use strict";\n\nrequire("./${plugin}/index.js");\n`);

  const [first = "", ...others] = systems.map((system) => `pulumi-resource-esa-preload-v${version}-${system}.tar.gz`);
  await command(content, "tar", "-czf", join(folder, first), ".");
  for (const name of others) copyFileSync(join(folder, first), join(folder, name));
  rmSync(content, { recursive: true });
  for (const name of [first, ...others]) console.log(name);
});

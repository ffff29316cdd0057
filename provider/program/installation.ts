import { createRequire } from "node:module";
import { join } from "node:path";

import { RunError } from "@pulumi/pulumi";

/** The script in which Pulumi runs a program. Unit tests and inline programs of the Automation API have another. */
const PULUMI_RUN = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run([\\/]index\.js)?$/;

/** What a process says of itself. */
export interface Program {
  readonly script: string | undefined;
  /** Where the program was started: from there Pulumi's provider host loads its packages. */
  readonly folder: string;
  readonly plugNPlay: boolean;
  readonly finds: (folder: string) => boolean;
}

let found = false;

/**
 * Looks whether Pulumi's provider host, a process of its own, will find this package as the program has found it. Its
 * own errors say neither what is wrong nor what to do.
 * @throws {RunError} of one sentence, which Pulumi shows without a stack
 */
export function requireInstallation(): void {
  if (found) return;
  const fault = installationFault({
    script: process.argv[1],
    folder: programFolder(process.argv),
    plugNPlay: process.versions.pnp !== undefined,
    finds,
  });
  if (fault) throw new RunError(fault);
  found = true;
}

/** @returns what the user has to do; undefined where the provider host finds the package, or where it isn't known */
export function installationFault({ script, folder, plugNPlay, finds }: Program): string | undefined {
  if (!PULUMI_RUN.test(script ?? "")) return undefined;
  if (plugNPlay) {
    return (
      "pulumi-esa-preload does not work with Yarn Plug'n'Play: " +
      'set "nodeLinker: node-modules" in .yarnrc.yml and run yarn install.'
    );
  }
  if (finds(folder)) return undefined;
  return (
    `pulumi-esa-preload must be among the dependencies of the project in ${folder} itself, ` +
    "not only of a package that uses it: add it there, for example with npm install pulumi-esa-preload."
  );
}

/** The program may have changed its working directory since it was started. */
export function programFolder(argv: readonly string[]): string {
  const given = argv.indexOf("--pwd") + 1;
  return (given > 0 && argv[given]) || process.cwd();
}

/** As the host does it: by the name, from the program's folder upwards. */
function finds(folder: string): boolean {
  try {
    createRequire(join(folder, "index.js")).resolve("pulumi-esa-preload/provider");
    return true;
  } catch {
    return false;
  }
}

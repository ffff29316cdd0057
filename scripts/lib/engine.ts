import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { PulumiCommand } from "@pulumi/pulumi/automation";
import { cacheDir } from "pulumi/lib/cache";
import { installCLI } from "pulumi/lib/download";

import { cached, fillAtOnce } from "./cache";
import { goBuild, hasGo } from "./goBuild";

/** The version that is downloaded or built where the machine has no engine of its own: that of Pulumi's npm package. */
export const ENGINE_VERSION = (
  JSON.parse(readFileSync(require.resolve("pulumi/package.json"), "utf8")) as { version: string }
).version;

/** The oldest engine that the tests and the demo run on. */
const OLDEST_VERSION = "3.216.0";

const GO_MODULE = "github.com/pulumi/pulumi";
const FIRST_ANSWER_MS = 8_000;
const DOWNLOAD_MS = 300_000;

/** The SDK brings the plugin that starts the dynamic provider host, for an engine that has none beside it. */
const PLUGIN = "pulumi-resource-pulumi-nodejs";
const SDK_FOLDER = dirname(require.resolve("@pulumi/pulumi/package.json"));

export interface Engine {
  /** `major.minor.patch`, and what may come after it. */
  readonly version: string;
  /** Makes `pulumi` and its plugin for dynamic providers found. */
  readonly env: { readonly PATH: string };
}

type Log = (line: string) => void;

/**
 * Finds Pulumi's engine, or gets it: `pulumi` on PATH, a cached copy, the download of Pulumi's npm package, a build with
 * Go, in this order. `PULUMI_ENGINE=build` allows a build only, new or cached.
 *
 * npm's folders with the commands of packages leave this process's PATH: `pulumi` is there, but it only downloads.
 *
 * @param log gets a line per step that fails or takes time
 * @returns rejected with what to install where there is no way
 */
export async function findEngine(log: Log = console.error): Promise<Engine> {
  const { PULUMI_ENGINE: mode = "", PATH = "" } = process.env;
  if (mode !== "" && mode !== "build") {
    throw new Error(`PULUMI_ENGINE is "${mode}"; it can be "build" or be left out.`);
  }
  const folders = PATH.split(delimiter).filter((folder) => !/node_modules\/\.bin\/?$/.test(folder));
  process.env.PATH = folders.join(delimiter);
  const built = cached(`built-${ENGINE_VERSION}`);
  if (mode === "build") return (await inFolder(built, log)) ?? build(built, log);
  const downloaded = cacheDir(ENGINE_VERSION);
  const found = (await onPath(log)) ?? (await inFolder(downloaded, log)) ?? (await inFolder(built, log));
  return found ?? (await download(downloaded, log)) ?? build(built, log);
}

async function onPath(log: Log): Promise<Engine | undefined> {
  try {
    const { version } = await PulumiCommand.get({ skipVersionCheck: true });
    if (version?.major === 3 && version.compare(OLDEST_VERSION) >= 0) return engine(version.version);
    const fault = version ? `is ${version.version}, and ${OLDEST_VERSION} or a newer 3.x is needed` : "has no version";
    log(`pulumi on PATH ${fault}: looking for another engine.`);
  } catch (error) {
    if (!String(error).includes("ENOENT")) log("pulumi on PATH does not run: looking for another engine.");
  }
  return undefined;
}

async function inFolder(folder: string, log: Log): Promise<Engine | undefined> {
  if (!existsSync(join(folder, "bin", "pulumi"))) return undefined;
  const found = await PulumiCommand.get({ root: folder, skipVersionCheck: true }).catch(() => undefined);
  if (found?.version?.version === ENGINE_VERSION) return engine(ENGINE_VERSION, [join(folder, "bin")]);
  log(`The engine in ${folder} does not run as ${ENGINE_VERSION}: it is removed.`);
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

async function download(folder: string, log: Log): Promise<Engine | undefined> {
  log(`Downloading Pulumi ${ENGINE_VERSION} outside the checkout, once.`);
  const io = {
    fetchText: async (url: string) => {
      const answer = await fetch(url, { signal: AbortSignal.timeout(FIRST_ANSWER_MS) });
      if (!answer.ok) throw new Error(`${url}: HTTP ${answer.status}`);
      return answer.text();
    },
    execScript: (script: string, args: readonly string[]) =>
      void execFileSync("/bin/sh", [script, ...args], { stdio: ["ignore", 2, 2], timeout: DOWNLOAD_MS }),
  };
  try {
    await fillAtOnce(folder, (temporary) => installCLI(ENGINE_VERSION, temporary, io));
  } catch (error) {
    log(`It can't be downloaded (${(error as Error).message.split("\n")[0] ?? ""}).`);
  }
  return inFolder(folder, log);
}

async function build(folder: string, log: Log): Promise<Engine> {
  if (!(await hasGo())) {
    if (process.env.PULUMI_ENGINE) throw new Error("PULUMI_ENGINE=build needs Go on PATH.");
    throw new Error(
      `The tests and the demo need Pulumi's engine. Install the Pulumi CLI, ${OLDEST_VERSION} or a newer 3.x ` +
        "(https://www.pulumi.com/docs/install/), or Go, with which it is built here; then try again.",
    );
  }
  log(`Building Pulumi's engine ${ENGINE_VERSION} with Go outside the checkout, once: 4 to 6 minutes.`);
  const flags = ["-ldflags", `-X ${GO_MODULE}/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`];
  await fillAtOnce(folder, async (temporary) => {
    await goBuild(temporary, `${GO_MODULE}/pkg/v3/cmd/pulumi`, ENGINE_VERSION, flags);
    copyFileSync(join(SDK_FOLDER, PLUGIN), join(temporary, "bin", PLUGIN));
  });
  const found = await inFolder(folder, log);
  if (!found) throw new Error("Go built an engine that can't be used.");
  return found;
}

function engine(version: string, first: readonly string[] = []): Engine {
  return { version, env: { PATH: [...first, process.env.PATH, SDK_FOLDER].join(delimiter) } };
}

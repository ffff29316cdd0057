import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Engine } from "../../scripts/lib/engine";
import { lastLines, run } from "../../scripts/lib/run";
import { environmentWith, stackEnvironment } from "../../test/harness/environment";
import { startSimulatorProcess } from "../../test/harness/simulatorProcess";
import { contenderOf, PROJECT, type ContenderId } from "../contenders";
import { BEFORE } from "../contenders/ours";
import { compileTo } from "./compile";
import type { OperationResult, OperationSpec } from "./operation";
import { plansOf, seedOf } from "./plans";

export type World = Awaited<ReturnType<typeof openWorld>>;

interface WorldOptions {
  readonly engine: Engine;
  readonly contender: ContenderId;
  /** Plans, all running. */
  readonly n: number;
  /** Default: 1. */
  readonly jobs?: number;
  /** The simulator's limit, in requests a second. Default: none. */
  readonly qps?: number;
}

interface RunOptions {
  /** Whether the engine writes the state after each step. Default: true. */
  readonly checkpoints?: boolean;
  readonly parallel?: number;
  readonly mayFail?: boolean;
  readonly engineEnv?: Readonly<Record<string, string>>;
  /** Flags of Node for the program's process. */
  readonly execArgv?: readonly string[];
}

/** As in the simulator's log. */
interface Call {
  readonly action?: string;
  readonly code?: string;
  readonly time: string;
}

/** Folders of stacks, and what a run leaves behind. */
export const FOLDER = join(__dirname, "..", "..", ".tmp", "bench");
const START = join(__dirname, "start.js");

/** Runs a module of this folder in a process of its own. @returns what its `main` resolves to */
export async function inChild<Answer>(
  what: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; execArgv?: readonly string[] } = {},
): Promise<Answer> {
  const { execArgv = [], ...where } = options;
  const ended = await run(process.execPath, [...execArgv, START, ...args], where);
  if (ended.code !== 0) throw new Error(`${what} broke:\n${lastLines(ended, 30)}`);
  return JSON.parse(ended.stdout) as Answer;
}

/** Gives a contender a simulator and an empty stack, with a folder of their own, for as long as they are used. */
export async function inWorld<T>(options: WorldOptions, use: (world: World) => Promise<T>): Promise<T> {
  const world = await openWorld(options);
  try {
    return await use(world);
  } finally {
    world.close();
  }
}

async function openWorld({ engine, contender, n, jobs = 1, qps }: WorldOptions) {
  mkdirSync(FOLDER, { recursive: true });
  const folder = mkdtempSync(join(FOLDER, `${contender}-`));
  // The folder that the host resolves handlers from; the no-op's module lies here, the others' in the checkout.
  const workDir = join(folder, "work");
  const modules = join(workDir, "node_modules");
  for (const name of ["provider", "command"]) {
    const source = name === "command" ? "commandProvider.ts" : "noOpProvider.ts";
    compileTo(join(modules, "esa-bench-no-op", `${name}.js`), join(__dirname, "..", "contenders", source));
  }
  if (contender === "before") {
    symlinkSync(BEFORE ?? "", join(modules, "pulumi-esa-preload"));
    // Otherwise the folder is one of this checkout, whose own name leads to itself.
    writeFileSync(join(workDir, "package.json"), "{}");
  }
  const simulator = await startSimulatorProcess({
    folder,
    seed: seedOf(plansOf(n, jobs)),
    args: qps === undefined ? [] : ["--qps", String(qps)],
  });
  const config = contenderOf(contender).config(simulator);
  const env = { ...environmentWith(engine), ...stackEnvironment(folder) };
  return {
    folder,
    workDir,
    config,
    env,
    /** Runs a command of the engine in a fresh process. */
    async run(operation: OperationSpec["operation"], options: RunOptions = {}): Promise<OperationResult> {
      const { checkpoints = true, mayFail = false, engineEnv = {}, execArgv = [], ...rest } = options;
      const spec: OperationSpec = { operation, contender, n, jobs, workDir, config, engineEnv, ...rest };
      const what = `${operation} of ${n} plans by ${contender}`;
      const result = await inChild<OperationResult>(what, ["operation", JSON.stringify(spec)], {
        cwd: workDir,
        env: { ...env, ...(!checkpoints && { PULUMI_SKIP_CHECKPOINTS: "true" }) },
        execArgv,
      });
      if (!result.ok && !mayFail) throw new Error(`${what} failed:\n${result.output}`);
      return result;
    },
    calls: () => simulator.get<Call[]>("/-/calls"),
    clearCalls: () => simulator.delete("/-/calls"),
    setLimit: (limit: number) => simulator.put("/-/options", { qps: limit }),
    /** How many plans run still. */
    async running(): Promise<number> {
      const plans = await simulator.get<{ Status: string }[]>("/-/plans");
      return plans.filter(({ Status }) => Status !== "stopped").length;
    },
    /** The size of the stack's state file. */
    stateBytes: () => statSync(join(folder, "backend", ".pulumi", "stacks", PROJECT, "bench.json")).size,
    close() {
      simulator.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

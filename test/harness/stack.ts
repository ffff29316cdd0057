import { execFile, spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { log } from "@pulumi/pulumi";
import {
  CommandError,
  LocalWorkspace,
  PulumiCommand,
  type DestroyOptions,
  type EngineEvent,
  type PreviewOptions,
  type ProjectSettings,
  type RefreshOptions,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";

import { editConfig, targetConfig, type Target } from "./config";
import { stackEnvironment, writeEmptyStack } from "./environment";
import { changesOf, type Changes, type SavedResource, type SavedState } from "./results";

/** A Pulumi program: declares resources; an object that it returns becomes the stack's outputs. */
export type Program = () => unknown;

export interface StackOptions {
  /** The project's name; the stack is called `test`. */
  readonly name: string;
  readonly program?: Program;
  /** Configuration for it is set, unless it is left out. */
  readonly simulator?: Target;
  /** Environment variables of the engine, and so of the dynamic provider host. */
  readonly env?: Record<string, string>;
  /** Whether the project has our plugin, which then is configured for the simulator. */
  readonly plugin?: boolean;
}

/** How a command of the engine ended. A failure is a result like any other. */
export interface Result {
  readonly ok: boolean;
  /** stdout and stderr; neither has colours. */
  readonly output: string;
  readonly stdout: string;
}

/** How an operation on a stack ended. */
export interface RunResult extends Result {
  /** What was done (in a preview: would be) to how many resources; neither the stack nor providers count. */
  readonly changes: Changes;
}

const PLUGIN = join(__dirname, "..", "..", "plugin");

/** In the checkout: the dynamic provider host looks for the package from here. */
const WORK_FOLDERS = join(__dirname, "..", "..", ".tmp", "stacks");

/** Creates a stack with a program, a backend and a Pulumi home of its own, without a run of the engine. */
export async function openStack({ name, program, simulator, env, plugin }: StackOptions): Promise<TestStack> {
  mkdirSync(WORK_FOLDERS, { recursive: true });
  const workDir = mkdtempSync(join(WORK_FOLDERS, `${name}-`));
  const home = mkdtempSync(join(tmpdir(), `${name}-`));
  const envVars = { ...stackEnvironment(home), PULUMI_STACK: "test", ...env };
  writeEmptyStack(home, name);
  const plugins = { providers: [{ name: "esa-preload", path: PLUGIN }] };
  const projectSettings: ProjectSettings = { name, runtime: "nodejs", ...(plugin && { plugins }) };
  const stack = await LocalWorkspace.selectStack(
    { stackName: "test", projectName: name, program: inline(program ?? (() => undefined)) },
    { workDir, envVars, projectSettings, pulumiCommand: await pulumiCommand() },
  );
  const opened = new TestStack(name, stack, home);
  opened.setConfig(targetConfig(simulator, plugin ? "esa-preload" : "alicloud"));
  return opened;
}

/** A stack on the real engine. */
export class TestStack {
  constructor(
    private readonly project: string,
    private readonly stack: Stack,
    private readonly home: string,
  ) {}

  get workDir(): string {
    return this.stack.workspace.workDir;
  }

  /** Environment variables of the engine, for the runs to come. */
  get env(): Record<string, string> {
    return this.stack.workspace.envVars;
  }

  preview(options: PreviewOptions = {}): Promise<RunResult> {
    return observe((listeners) => this.stack.preview({ ...options, ...listeners }));
  }

  /** Without a preview of its own. */
  up(options: UpOptions = {}): Promise<RunResult> {
    return observe((listeners) => this.stack.up({ ...options, ...listeners }));
  }

  refresh(options: RefreshOptions = {}): Promise<RunResult> {
    return observe((listeners) => this.stack.refresh({ ...options, ...listeners }));
  }

  destroy(options: DestroyOptions = {}): Promise<RunResult> {
    return observe((listeners) => this.stack.destroy({ ...options, ...listeners }));
  }

  /** The program of the runs to come. */
  setProgram(program: Program): void {
    this.stack.workspace.program = inline(program);
  }

  /** The program of the runs to come is a folder's, run by Pulumi's Node language host without type checks. */
  setProgramFolder(folder: string): void {
    const files = readdirSync(folder).filter((file) => /\.(ts|json)$/.test(file));
    for (const file of files) copyFileSync(join(folder, file), join(this.workDir, file));
    this.env["PULUMI_NODEJS_TRANSPILE_ONLY"] = "true";
    delete this.stack.workspace.program;
  }

  /** Sets these keys, see {@link editConfig}. */
  setConfig(changes: Parameters<typeof editConfig>[2]): void {
    editConfig(join(this.workDir, "Pulumi.test.yaml"), this.project, changes);
  }

  /** The deployment as the backend has it. */
  state(): SavedState {
    const file = join(this.home, "backend", ".pulumi", "stacks", this.project, "test.json");
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as { checkpoint: { latest?: SavedState } };
    return checkpoint.latest ?? {};
  }

  /** The resource of this name in the state, undefined where there is none. */
  resource(name: string): SavedResource | undefined {
    return this.state().resources?.find(({ urn }) => urn.endsWith(`::${name}`));
  }

  /** Runs the real CLI on this stack, such as `cli("state", "taint", urn, "--yes")`. */
  cli(...args: string[]): Promise<Result> {
    return new Promise((resolve) => {
      execFile("pulumi", [...args, "--non-interactive"], this.options(), (error, stdout, stderr) => {
        resolve(resultOf(error === null, stdout, stderr));
      });
    });
  }

  /** Begins a command of the real CLI, in a process that may be killed. */
  begin(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const { cwd, env: own } = this.options();
    return spawn("pulumi", [...args, "--non-interactive"], { cwd, env: { ...own, ...env }, stdio: "ignore" });
  }

  /** Nothing was ever run on this stack. Its configuration and its program stay. */
  forget(): void {
    rmSync(join(this.home, "backend"), { recursive: true });
    writeEmptyStack(this.home, this.project);
  }

  /** Removes the stack's folders. What it declared stays as it is: destroy it first where that matters. */
  dispose(): void {
    for (const folder of [this.workDir, this.home]) rmSync(folder, { recursive: true, force: true });
  }

  private options(): { cwd: string; env: NodeJS.ProcessEnv } {
    return { cwd: this.workDir, env: { ...process.env, ...this.env } };
  }
}

interface Listeners {
  readonly color: "never";
  readonly onOutput: (text: string) => void;
  readonly onError: (text: string) => void;
  readonly onEvent: (event: EngineEvent) => void;
}

/** Runs one operation and makes a result of what it prints, reports and throws. */
async function observe(operation: (listeners: Listeners) => Promise<unknown>): Promise<RunResult> {
  const printed = { stdout: "", stderr: "" };
  const events: EngineEvent[] = [];
  const restore = keepListeners();
  const running = operation({
    color: "never",
    onOutput: (text) => (printed.stdout += text),
    onError: (text) => (printed.stderr += text),
    onEvent: (event) => events.push(event),
  });
  const ok = await running.then(() => true, failed).finally(restore);
  return { ...resultOf(ok, printed.stdout, printed.stderr), changes: changesOf(events) };
}

/** @returns what takes away the process's listeners of a program that never ends, as one whose resource is refused */
function keepListeners(): () => void {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = new Set<unknown>(events.flatMap((event) => process.listeners(event as "exit")));
  return () => {
    for (const event of events as readonly string[]) {
      const added = process.listeners(event as "exit").filter((listener) => !before.has(listener));
      for (const listener of added) process.off(event, listener);
    }
  };
}

/** @throws what is no failed command of the engine */
function failed(error: unknown): false {
  if (error instanceof CommandError) return false;
  throw error;
}

function resultOf(ok: boolean, stdout: string, stderr: string): Result {
  const [out, err] = [stdout, stderr].map(stripVTControlCharacters) as [string, string];
  return { ok, stdout: out, output: out + err };
}

/** What the program throws becomes an error of the run. Jest would take it for a failure of the test. */
function inline(program: Program): () => Promise<Record<string, unknown> | undefined> {
  return async () => {
    try {
      return (await program()) as Record<string, unknown> | undefined;
    } catch (error) {
      await log.error(String(error));
      return undefined;
    }
  };
}

/** The part of Pulumi's class that its declarations keep to themselves. */
interface Runner {
  run(args: readonly string[], ...rest: unknown[]): Promise<object>;
}

let command: Promise<PulumiCommand> | undefined;

/**
 * The engine's command, without what the Automation API asks it around each operation and no test looks at: the
 * selected stack, the outputs, the history. Each question would start the engine for half a second.
 */
function pulumiCommand(): Promise<PulumiCommand> {
  return (command ??= PulumiCommand.get().then((pulumi) => {
    const runner = pulumi as unknown as Runner;
    const run = runner.run.bind(pulumi);
    const unasked = new Map([
      ["stack select", ""],
      ["stack output", "{}"],
      ["stack history", "[]"],
    ]);
    runner.run = (args, ...rest) => {
      const stdout = unasked.get(args.slice(0, 2).join(" "));
      return stdout === undefined ? run(args, ...rest) : Promise.resolve({ stdout, stderr: "", code: 0 });
    };
    return pulumi;
  }));
}

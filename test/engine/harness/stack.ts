import { execFile } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { log } from "@pulumi/pulumi";
import {
  LocalWorkspace,
  type DestroyOptions,
  type EngineEvent,
  type PreviewOptions,
  type RefreshOptions,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";

import { stackEnvironment } from "../../harness/environment";
import { plainConfig, targetConfig, type Config, type Target } from "../../harness/config";
import { changesOf, exitCodeOf, type Changes, type SavedResource, type SavedState } from "./results";

/** A Pulumi program: declares resources; an object that it returns becomes the stack's outputs. */
export type Program = () => unknown;

export interface StackOptions {
  /** The project's name; the stack is called `test`. */
  readonly name: string;
  readonly program: Program;
  /** Configuration for it is set, unless it is left out. */
  readonly simulator?: Target;
  /** Further configuration, full keys. */
  readonly config?: Config;
  /** Environment variables of the engine, and so of the dynamic provider host. */
  readonly env?: Record<string, string>;
}

/** How a command of the engine ended. A failure is a result like any other. */
export interface Result {
  readonly ok: boolean;
  readonly exitCode: number;
  /** stdout and stderr, without colours. */
  readonly output: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** How an operation on a stack ended. */
export interface RunResult extends Result {
  /** What was done (in a preview: would be) to how many resources; neither the stack nor providers count. */
  readonly changes: Changes;
  readonly events: readonly EngineEvent[];
}

// A run of the engine takes one to two seconds, a test has several.
jest.setTimeout(120_000);

const WORK_FOLDERS = join(__dirname, ".tmp");

/** Creates a stack with a program, a backend and a Pulumi home of its own. */
export async function openStack(options: StackOptions): Promise<TestStack> {
  mkdirSync(WORK_FOLDERS, { recursive: true });
  const workDir = mkdtempSync(join(WORK_FOLDERS, `${options.name}-`));
  const home = mkdtempSync(join(tmpdir(), `${options.name}-`));
  const envVars = { ...stackEnvironment(home), ...options.env };
  const stack = await LocalWorkspace.createStack(
    { stackName: "test", projectName: options.name, program: inline(options.program) },
    { workDir, envVars, projectSettings: { name: options.name, runtime: "nodejs" } },
  );
  await stack.setAllConfig({ ...targetConfig(options.simulator), ...plainConfig(options.config) });
  return new TestStack(stack, { workDir, home, backend: join(home, "backend") });
}

interface Folders {
  readonly workDir: string;
  readonly home: string;
  readonly backend: string;
}

/** A stack on the real engine. */
export class TestStack {
  private readonly empty: string;

  constructor(
    private readonly stack: Stack,
    private readonly folders: Folders,
  ) {
    this.empty = join(folders.home, "empty");
    cpSync(folders.backend, this.empty, { recursive: true });
  }

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

  /**
   * The program of the runs to come is the one in a folder's files, run by Pulumi's Node language host. It is not
   * type-checked at every run.
   */
  setProgramFolder(folder: string): void {
    for (const file of readdirSync(folder).filter((name) => /^(index\.ts|package\.json)$/.test(name))) {
      copyFileSync(join(folder, file), join(this.workDir, file));
    }
    this.env["PULUMI_NODEJS_TRANSPILE_ONLY"] = "true";
    delete this.stack.workspace.program;
  }

  setConfig(config: Config): Promise<void> {
    return this.stack.setAllConfig(plainConfig(config));
  }

  removeConfig(key: string): Promise<void> {
    return this.stack.removeConfig(key);
  }

  /** The exported deployment, secrets decrypted. */
  async state(): Promise<SavedState> {
    return (await this.stack.exportStack()).deployment as SavedState;
  }

  /** The resource of this name in the state, undefined where there is none. */
  async resource(name: string): Promise<SavedResource | undefined> {
    return (await this.state()).resources?.find(({ urn }) => urn.endsWith(`::${name}`));
  }

  /** Runs the real CLI on this stack, such as `cli("state", "taint", urn, "--yes")`. */
  cli(...args: string[]): Promise<Result> {
    const options = { cwd: this.workDir, env: { ...process.env, ...this.env } };
    return new Promise((resolve) => {
      execFile("pulumi", [...args, "--non-interactive"], options, (error, stdout, stderr) => {
        resolve(resultOf(typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr));
      });
    });
  }

  /** Nothing was ever run on this stack: quicker than another one. Its configuration and its program stay. */
  forget(): void {
    rmSync(this.folders.backend, { recursive: true });
    cpSync(this.empty, this.folders.backend, { recursive: true });
  }

  /** Removes the stack's folders. What it declared stays as it is: destroy it first where that matters. */
  dispose(): void {
    const { workDir, home } = this.folders;
    for (const folder of [workDir, home]) rmSync(folder, { recursive: true, force: true });
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
  const exitCode = await operation({
    color: "never",
    onOutput: (text) => (printed.stdout += text),
    onError: (text) => (printed.stderr += text),
    onEvent: (event) => events.push(event),
  }).then(() => 0, exitCodeOf);
  return { ...resultOf(exitCode, printed.stdout, printed.stderr), changes: changesOf(events), events };
}

function resultOf(exitCode: number, stdout: string, stderr: string): Result {
  const [out, err] = [stdout, stderr].map(stripVTControlCharacters) as [string, string];
  return { ok: exitCode === 0, exitCode, stdout: out, stderr: err, output: out + err };
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

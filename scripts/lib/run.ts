import { spawn } from "node:child_process";

/** `env` is the command's whole environment. */
type RunOptions = { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv };

export interface RunResult {
  /** null: not started, or ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  /** Ends with the reason where the command could not be started. */
  readonly stderr: string;
}

/** Runs a command without a terminal. Never rejects: a command that cannot be started is a result too. */
export function run(command: string, args: readonly string[], { cwd, env }: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => (output[name] += text));
    }
    child.once("error", (error) => resolve({ ...output, code: null, stderr: output.stderr + error.message }));
    child.once("close", (code) => resolve({ ...output, code }));
  });
}

/** @returns the last lines that a command printed */
export function lastLines({ stdout, stderr }: RunResult, lines: number): string {
  return `${stdout}\n${stderr}`.trim().split("\n").slice(-lines).join("\n");
}

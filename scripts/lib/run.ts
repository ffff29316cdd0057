import { spawn } from "node:child_process";

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment of the command. */
  readonly env?: NodeJS.ProcessEnv;
  /** The command is ended after this time, with `code` null. */
  readonly timeLimitMs?: number;
  /** Sees each line of stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  /** null: not started, or ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  /** Ends with the reason where the command could not be started. */
  readonly stderr: string;
}

export type Run = (command: string, args: readonly string[], options?: RunOptions) => Promise<RunResult>;

/** Runs a command without a terminal. Never rejects: a command that cannot be started is a result too. */
export const run: Run = (command, args, { cwd, env, timeLimitMs, onLine } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, timeout: timeLimitMs, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      let rest = "";
      child[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        if (onLine) lines.forEach((line) => onLine(line));
      });
    }
    child.once("error", (error) => resolve({ ...output, code: null, stderr: output.stderr + error.message }));
    child.once("close", (code) => resolve({ ...output, code }));
  });

/** @returns the last lines that a command printed */
export function lastLines({ stdout, stderr }: RunResult, lines: number): string {
  return `${stdout}\n${stderr}`.trim().split("\n").slice(-lines).join("\n");
}

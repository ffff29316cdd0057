import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { Certificate } from "../sending/certificate";
import type { Command, Result } from "./messages";

export type { Result } from "./messages";

/** A Node process with a HOME of its own, in which a client of the sources runs. */
export interface Outside {
  readonly home: string;
  /** Writes a file into HOME and gives its path. */
  write(path: string, content: unknown): Promise<string>;
  /** Takes everything out of HOME again. */
  clear(): Promise<void>;
  /** A new client: nothing of the environment but this and HOME, and no probing for a metadata server. */
  open(options: {
    config: Record<string, string>;
    env?: Record<string, string>;
    /** `host:port` of a metadata server, for which there is probing then. */
    metadata?: string;
  }): Promise<void>;
  /** Lists the plans of a job. */
  list(): Promise<Result>;
  /** The same so many times at once. */
  listAtOnce(times: number): Promise<Result[]>;
  /** What the process has printed. */
  output(): string;
  close(): Promise<void>;
}

/** @param trusted the certificates that the process trusts beside those of the machine */
export async function startOutside(trusted: readonly Certificate[] = []): Promise<Outside> {
  const home = await mkdtemp(join(tmpdir(), "esa-home-"));
  const bundle = `${home}.pem`;
  await writeFile(bundle, trusted.map(({ cert }) => cert).join(""));
  const child: ChildProcess = fork(join(__dirname, "child.ts"), {
    execArgv: ["-r", join(__dirname, "typescript.js")],
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: bundle },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const printed: string[] = [];
  child.stdout?.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  const ended = once(child, "exit").then(() => {
    throw new Error(`The process ended:\n${printed.join("")}`);
  });
  ended.catch(() => undefined);

  async function ask(command: Command): Promise<Result[]> {
    const answered = once(child, "message");
    child.send(command);
    const [results] = (await Promise.race([answered, ended])) as [Result[]];
    return results;
  }

  const outside: Outside = {
    home,
    write: async (path, content) => {
      const full = join(home, path);
      await mkdir(dirname(full), { recursive: true });
      await writeFile(full, typeof content === "string" ? content : JSON.stringify(content));
      return full;
    },
    clear: async () => {
      await rm(home, { recursive: true, force: true });
      await mkdir(home);
    },
    open: async ({ config, env = {}, metadata }) => {
      const probing = metadata === undefined ? { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" } : {};
      await ask({ do: "open", config, metadata, env: { HOME: home, ...probing, ...env } });
    },
    list: async () => {
      const [result] = await ask({ do: "list", times: 1 });
      if (!result) throw new Error("There is no result.");
      return result;
    },
    listAtOnce: (times) => ask({ do: "list", times }),
    output: () => printed.join(""),
    close: async () => {
      const exited = once(child, "exit");
      child.disconnect();
      child.kill();
      await exited;
      await rm(home, { recursive: true, force: true });
      await rm(bundle, { force: true });
    },
  };
  return outside;
}

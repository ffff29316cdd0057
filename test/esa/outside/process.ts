import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { Certificate } from "../sending/certificate";

/** What a new client of the process has. */
export interface Open {
  readonly config: Readonly<Record<string, string>>;
  /** Nothing else is in the environment but HOME. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** `host:port` of a metadata server in place of ECS's, whose address is fixed in the SDK; without it, none is probed. */
  readonly metadata?: string | undefined;
}

/** Lists a job, as often as is said, all at once; with a new client where one is to be opened. */
export interface Command {
  readonly open?: Open | undefined;
  readonly times: number;
}

/** What became of one List: the number of plans, or how it failed. */
export interface Result {
  readonly plans?: number;
  readonly code?: string;
  readonly message?: string;
  /** Everything that the error holds, as a log would show it. */
  readonly all?: string;
}

/** A Node process with a HOME of its own, in which a client of the sources runs. */
export interface Outside {
  readonly home: string;
  /** Writes a file into HOME and gives its path. */
  write(path: string, content: unknown): Promise<string>;
  /** Takes everything out of HOME again. */
  clear(): Promise<void>;
  /** Lists the plans of a job, with a new client or the last one. */
  list(open?: Open): Promise<Result>;
  /** The same so many times at once. */
  listAtOnce(times: number, open?: Open): Promise<Result[]>;
  /** What the process has printed. */
  output(): string;
  close(): Promise<void>;
}

/** For a hook that starts one: how long its modules may take to load where the machine is busy. */
export const startLimitMs = 60_000;

/** @param trusted the certificates that the process trusts beside those of the machine */
export async function startOutside(trusted: readonly Certificate[] = []): Promise<Outside> {
  const home = await mkdtemp(join(tmpdir(), "esa-home-"));
  const bundle = `${home}.pem`;
  await writeFile(bundle, trusted.map(({ cert }) => cert).join(""));
  const child = fork(join(__dirname, "child.ts"), {
    execArgv: ["-r", require.resolve("tsx/cjs")],
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: bundle },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => printed.push(String(chunk)));
  const exited = once(child, "exit");
  const ended = exited.then(() => {
    throw new Error(`The process ended:\n${printed.join("")}`);
  });
  ended.catch(() => undefined);
  // Its modules take their time to load, which is no test's.
  await Promise.race([once(child, "message"), ended]);

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
    list: async (open) => (await outside.listAtOnce(1, open))[0] as Result,
    listAtOnce: async (times, open) => {
      const unprobed = open?.metadata === undefined && { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
      const command: Command = { times, open: open && { ...open, env: { HOME: home, ...unprobed, ...open.env } } };
      const answered = once(child, "message");
      child.send(command);
      const [results] = (await Promise.race([answered, ended])) as [Result[]];
      return results;
    },
    output: () => printed.join(""),
    close: async () => {
      child.kill();
      await exited;
      await Promise.all([home, bundle].map((path) => rm(path, { recursive: true, force: true })));
    },
  };
  return outside;
}

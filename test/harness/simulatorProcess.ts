import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The built one: it starts faster than the sources do. */
const CLI = join(__dirname, "..", "..", "dist", "simulator", "cli.js");
const RUN_CLI = "require(process.argv[1]).main(process.argv.slice(2)).then((code) => (process.exitCode = code))";

export interface SimulatorProcess {
  readonly pid: number | undefined;
  readonly url: string;
  /** Host and port. */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** What one of its control routes answers. */
  get<Answer>(route: string): Promise<Answer>;
  put(route: string, body: object): Promise<unknown>;
  delete(route: string): Promise<unknown>;
  stop(): void;
  /** Lets this process end and the simulator go on. */
  release(): void;
}

/** Starts the simulator as a process of its own; it ends with this one, unless it `outlives` it. */
export async function startSimulatorProcess(options: {
  /** Where its seed and its log are written. */
  readonly folder: string;
  readonly seed: object;
  /** Further flags. */
  readonly args?: readonly string[];
  readonly outlives?: boolean;
}): Promise<SimulatorProcess> {
  const { folder, seed, args = [], outlives = false } = options;
  const seedFile = join(folder, "seed.json");
  writeFileSync(seedFile, JSON.stringify(seed));
  const logFile = join(folder, "simulator.log");
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, ["-e", RUN_CLI, CLI, "--port", "0", "--seed", seedFile, ...args], {
    stdio: ["ignore", "pipe", log],
    detached: outlives,
  });
  closeSync(log);
  if (!child.stdout) throw new Error("The simulator has no output.");
  const { stdout } = child;
  const lines = createInterface({ input: stdout });
  const [line] = (await Promise.race([once(lines, "line"), once(child, "exit").then(() => [])])) as [string?];
  if (line === undefined) throw new Error(`The simulator did not start: ${readFileSync(logFile, "utf8")}`);
  const { url, accessKeyId, accessKeySecret } = JSON.parse(line) as Record<
    "url" | "accessKeyId" | "accessKeySecret",
    string
  >;
  return {
    pid: child.pid,
    url,
    endpoint: new URL(url).host,
    accessKeyId,
    accessKeySecret,
    get: async <Answer>(route: string) => (await (await fetch(url + route)).json()) as Answer,
    put: (route, body) => fetch(url + route, { method: "PUT", body: JSON.stringify(body) }),
    delete: (route) => fetch(url + route, { method: "DELETE" }),
    stop: () => void child.kill(),
    release() {
      lines.close();
      stdout.destroy();
      child.unref();
    },
  };
}

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process of the machine; from /proc where there is one, since not every machine has `ps`. */
function all(): Process[] {
  if (!existsSync("/proc/self/stat")) return fromPs();
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      // The name of the program, in parentheses, may hold anything.
      const [, parent = "0"] = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
      return [{ pid: Number(pid), parent: Number(parent), command }];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}

function fromPs(): Process[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [pid = "", parent = "", ...command] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), command: command.join(" ") };
  });
}

/** The process id of the host that serves an engine's dynamic providers. */
export function hostOf(engine: number): number {
  const processes = all();
  const descends = ({ pid, parent }: Process): boolean =>
    parent === engine || processes.some((other) => other.pid === parent && pid !== parent && descends(other));
  const host = processes.find((process) => /^node .*dynamic-provider/.test(process.command) && descends(process));
  if (!host) throw new Error("The host of the engine was not found.");
  return host.pid;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when a condition holds; the time limit is Jest's. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

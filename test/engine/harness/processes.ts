import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** A process of the machine. */
export interface Process {
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

/** The processes that descend from one, nearest first. */
export function descendantsOf(pid: number): Process[] {
  const processes = all();
  const children = (of: number): Process[] => {
    const own = processes.filter(({ parent }) => parent === of);
    return [...own, ...own.flatMap((child) => children(child.pid))];
  };
  return children(pid);
}

/** The engine that a process has started, and the host that serves its dynamic providers. */
export function findRun(pid: number): { engine: Process | undefined; host: Process | undefined } {
  const started = descendantsOf(pid);
  return {
    engine: started.find(({ command }) => /(^|\/)pulumi up /.test(command)),
    host: started.find(({ command }) => /^node .*dynamic-provider/.test(command)),
  };
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

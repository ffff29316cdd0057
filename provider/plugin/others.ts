import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Others, Told } from "../resources/declaration";

const longAgoMs = 3_600_000;

/**
 * The plugin's processes of one run: every provider of a program has one of its own. They tell each other what their
 * resources declare in files of a folder that is named after what they have in common, the engine's address.
 */
export class Siblings implements Others {
  private readonly folder: string;
  private readonly own: string;
  /** By file, how many bytes of it were heard. */
  private readonly heard = new Map<string, number>();
  /** Whether it has been written to the folder; what ends that later, the next declaration meets. */
  private isOpen = false;
  private isOver = false;

  /** @param onDeaf is told why they cannot, each time that they should; it may throw. */
  constructor(
    engineAddress: string,
    private readonly onDeaf: (reason: string) => void,
  ) {
    const user = process.getuid?.() ?? "user";
    this.folder = join(tmpdir(), `pulumi-esa-preload-${user}-${engineAddress.replace(/\W+/g, "-")}`);
    this.own = String(process.pid);
    for (const name of this.names()) if (name === this.own || !this.isOfThisRun(name)) this.remove(name);
  }

  tell(told: Told): void {
    this.write(`${JSON.stringify(told)}\n`);
  }

  /** Also what a process has told that died since: its resources are declared. */
  news(): Told[] {
    if (!this.isOpen) this.write("");
    const others = this.names().filter((name) => name !== this.own);
    return others.flatMap((name) => {
      const lines = this.linesAfter(name, this.heard.get(name) ?? 0);
      this.heard.set(name, (this.heard.get(name) ?? 0) + Buffer.byteLength(lines));
      return lines
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Told);
    });
  }

  /** Writes to the own file, which others must be able to make as well. */
  private write(lines: string): void {
    if (this.isOver) return;
    try {
      this.makeFolder();
      if (!this.isOurs()) throw new Error(`${this.folder} belongs to somebody else`);
      appendFileSync(join(this.folder, this.own), lines, { mode: 0o600 });
      this.isOpen = true;
    } catch (error) {
      this.onDeaf((error as Error).message);
    }
  }

  /** The whole lines of a file from a byte on; none of one that is gone, as its process has ended. */
  private linesAfter(name: string, from: number): string {
    try {
      const file = openSync(join(this.folder, name), "r");
      try {
        const more = Buffer.alloc(Math.max(0, fstatSync(file).size - from));
        readSync(file, more, 0, more.length, from);
        return more.toString("utf8", 0, more.lastIndexOf("\n") + 1);
      } finally {
        closeSync(file);
      }
    } catch {
      return "";
    }
  }

  /** When the run is over. The last process removes what those have left that were killed. */
  end(): void {
    this.isOver = true;
    const names = this.names();
    if (names.includes(this.own)) this.remove(this.own);
    if (names.length > 0 && !names.some((name) => name !== this.own && isAlive(name))) this.remove("");
  }

  /** The files of all processes; none of a folder that isn't there, or isn't ours. */
  private names(): string[] {
    try {
      return this.isOurs() ? readdirSync(this.folder) : [];
    } catch {
      return [];
    }
  }

  /** A process of this run may have been killed; one of an earlier run with the same address, too, but long ago. */
  private isOfThisRun(name: string): boolean {
    const since = statSync(join(this.folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return isAlive(name) || Date.now() - since < longAgoMs;
  }

  private remove(name: string): void {
    try {
      rmSync(join(this.folder, name), { force: true, recursive: true });
    } catch {
      // It stays in the temporary folder.
    }
  }

  private makeFolder(): void {
    if (existsSync(this.folder)) return;
    try {
      // Not recursive: that never ends in a folder of some kinds.
      mkdirSync(this.folder, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }

  /** Another user of the machine may have made the folder. */
  private isOurs(): boolean {
    const status = lstatSync(this.folder);
    return status.isDirectory() && (process.getuid === undefined || status.uid === process.getuid());
  }
}

function isAlive(processId: string): boolean {
  try {
    return process.kill(Number(processId), 0);
  } catch {
    return false;
  }
}

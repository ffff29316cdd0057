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
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Others, Told } from "../resources/declarations";

/**
 * The plugin's processes of one run: every provider of a program has one of its own. They tell each other what their
 * resources declare in files of a folder that is named after what they have in common, the engine's address.
 */
export class Siblings implements Others {
  private readonly folder: string;
  private readonly own: string;
  /** By file, how many bytes of it were heard. */
  private readonly heard = new Map<string, number>();
  private isOver = false;

  /** @param onDeaf is told, once, why they cannot. */
  constructor(
    engineAddress: string,
    private readonly onDeaf: (reason: string) => void,
  ) {
    const user = process.getuid?.() ?? "user";
    this.folder = join(tmpdir(), `pulumi-esa-preload-${user}-${engineAddress.replace(/\W+/g, "-")}`);
    this.own = String(process.pid);
  }

  tell(told: Told): void {
    if (this.isOver) return;
    try {
      this.makeFolder();
      if (!this.isOurs()) throw new Error(`${this.folder} belongs to somebody else`);
      appendFileSync(join(this.folder, this.own), `${JSON.stringify(told)}\n`, { mode: 0o600 });
    } catch (error) {
      this.isOver = true;
      this.onDeaf((error as Error).message);
    }
  }

  news(): Told[] {
    return this.others().flatMap((name) => {
      const lines = this.linesAfter(name, this.heard.get(name) ?? 0);
      this.heard.set(name, (this.heard.get(name) ?? 0) + Buffer.byteLength(lines));
      return lines
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Told);
    });
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

  /** When the run is over; a process that is killed leaves its file behind, which nobody reads then. */
  end(): void {
    const hasTold = !this.isOver && existsSync(join(this.folder, this.own));
    this.isOver = true;
    if (!hasTold) return;
    rmSync(join(this.folder, this.own), { force: true });
    if (this.others().length === 0) rmSync(this.folder, { force: true, recursive: true });
  }

  private others(): string[] {
    try {
      if (!this.isOurs()) return [];
      return readdirSync(this.folder).filter((name) => name !== this.own && isAlive(Number(name)));
    } catch {
      return [];
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

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { withLock } from "../../scripts/lib/lock";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
  file = join(folder, "deeper", "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

const never = () => {
  throw new Error("waited");
};

describe("a lock", () => {
  test("lets one run work at a time, and tells the other once that it waits", async () => {
    const order: string[] = [];
    let release = (): void => undefined;
    const first = withLock(file, never, () => {
      order.push("first");
      return new Promise<void>((resolve) => (release = resolve));
    });
    const second = withLock(
      file,
      () => {
        order.push("waits");
        release();
      },
      () => Promise.resolve(void order.push("second")),
    );
    await Promise.all([first, second]);
    expect(order).toEqual(["first", "waits", "second"]);
    expect(existsSync(file)).toBe(false);
  });

  test("is free again after work that failed", async () => {
    await expect(withLock(file, never, () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
    await withLock(file, never, () => Promise.resolve());
  });

  test("that nobody has touched for a while counts for nothing", async () => {
    await withLock(file, never, () => Promise.resolve());
    writeFileSync(file, "");
    utimesSync(file, new Date(0), new Date(0));
    let worked = false;
    await withLock(
      file,
      () => undefined,
      () => Promise.resolve(void (worked = true)),
    );
    expect(worked).toBe(true);
  });
});

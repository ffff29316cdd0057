import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Siblings } from "../../provider/plugin/others";
import type { Told } from "../../provider/resources/declaration";

// No address of an engine, which is a host and a port.
const address = `others-test-${process.pid}`;
const folder = join(tmpdir(), `pulumi-esa-preload-${process.getuid?.() ?? "user"}-${address}`);
const siblings = () => new Siblings(address, (reason) => expect(reason).toBe(""));

const told: Told = {
  declaration: { kind: "plan", id: "66599bd7397885b43804901c", desiredStatus: "running", owner: "a" },
  ...{ remediated: false, state: "to come", checked: "new", learned: [] },
};
/** What another process has told. */
function write(pid: number): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, String(pid)), `${JSON.stringify(told)}\n`);
}
const alive = process.ppid;
const dead = spawnSync(process.execPath, ["-e", ""]).pid;

const clear = () => rmSync(folder, { force: true, recursive: true });
beforeEach(clear);
afterAll(clear);

test("what another process tells is heard once, also when it was killed meanwhile", () => {
  write(dead);
  const ours = siblings();
  write(alive);
  expect(ours.news()).toEqual([told, told]);
  ours.tell(told);
  expect(ours.news()).toEqual([]);
});

test("what an earlier run has left is removed, and not heard", () => {
  for (const pid of [process.pid, dead, alive]) write(pid);
  const longAgo = Date.now() / 1000 - 3_601;
  for (const pid of [dead, alive]) utimesSync(join(folder, String(pid)), longAgo, longAgo);
  expect(siblings().news()).toEqual([told]);
  expect(readdirSync(folder).sort()).toEqual([alive, process.pid].map(String).sort());
});

test("where others could not tell anything either, that is said each time", () => {
  writeFileSync(folder, "");
  const deaf = jest.fn();
  const ours = new Siblings(address, deaf);
  ours.tell(told);
  expect(ours.news()).toEqual([]);
  expect(deaf.mock.calls).toEqual([[expect.stringMatching(folder)], [expect.stringMatching(folder)]]);
  ours.end();
  expect(ours.news()).toEqual([]);
  expect(deaf).toHaveBeenCalledTimes(2);
});

test.each([
  ["the last process removes the folder, with the files of killed ones", [dead], false],
  ["one that is not the last leaves it", [dead, alive], true],
])("%s", (_, others, stays) => {
  for (const hasTold of [true, false]) {
    const ours = siblings();
    for (const pid of others) write(pid);
    if (hasTold) ours.tell(told);
    ours.end();
    expect(existsSync(folder)).toBe(stays);
    if (stays) expect(readdirSync(folder).sort()).toEqual(others.map(String).sort());
  }
});

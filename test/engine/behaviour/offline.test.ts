import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openStack, type TestStack } from "../harness/stack";
import { declare } from "../harness/scene";

let stack: TestStack;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "offline-"))));
afterEach(() => {
  stack.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the name of every module that a process loads and of every host that it connects to. */
const spy = `
const { appendFileSync } = require("node:fs");
const Module = require("node:module");
const net = require("node:net");
const note = (line) => appendFileSync(process.env.SPY_FILE, line + "\\n");
const load = Module._load;
Module._load = function (request, parent, isMain) {
  note("load " + request);
  return load.call(this, request, parent, isMain);
};
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  note("connect " + JSON.stringify(options));
  return connect.apply(this, args);
};
`;

test("a preview needs no credentials, opens no connection and loads no @alicloud module", async () => {
  const spyFile = join(folder, "seen");
  writeFileSync(join(folder, "spy.js"), spy);
  writeFileSync(spyFile, "");
  stack = await openStack({
    name: "offline",
    program: declare(),
    env: { NODE_OPTIONS: `--require ${join(folder, "spy.js")}`, SPY_FILE: spyFile },
  });
  expect(await stack.preview()).toMatchObject({ ok: true, changes: { create: 1 } });
  const seen = readFileSync(spyFile, "utf8").split("\n");
  // The spy saw the host: it loaded the provider.
  expect(seen).toContain("load pulumi-esa-preload/provider");
  expect(seen.filter((line) => /^load .*@alicloud|^load .*esa\/client/.test(line))).toEqual([]);
  const foreign = seen.filter((line) => line.startsWith("connect ") && !/127\.0\.0\.1|localhost/.test(line));
  expect(foreign).toEqual([]);

  writeFileSync(spyFile, "");
  expect((await stack.up()).ok).toBe(false);
  expect(readFileSync(spyFile, "utf8")).toMatch(/load \.\/settings|load pulumi-esa-preload\/provider/);
});

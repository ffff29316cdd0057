import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expectDone, expectRefused } from "../harness/expectations";
import { PLAN, planState, useScene } from "../harness/scene";

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

const scene = useScene("preview");

test("a preview needs no credentials, opens no connection and loads no @alicloud module", async () => {
  const { stack } = scene;
  const spyFile = join(stack.workDir, "seen");
  writeFileSync(join(stack.workDir, "spy.js"), spy);
  writeFileSync(spyFile, "");
  const { NODE_OPTIONS } = stack.env;
  Object.assign(stack.env, { NODE_OPTIONS: `--require ${join(stack.workDir, "spy.js")}`, SPY_FILE: spyFile });
  const credentials = { "alicloud:accessKey": undefined, "alicloud:secretKey": undefined };
  stack.setConfig(credentials);
  scene.program(() => planState("plan"));
  expectDone(await stack.preview(), { create: 1 });
  Object.assign(stack.env, { NODE_OPTIONS });
  const { accessKeyId, accessKeySecret } = scene.simulator;
  stack.setConfig({ "alicloud:accessKey": accessKeyId, "alicloud:secretKey": accessKeySecret });

  const seen = readFileSync(spyFile, "utf8").split("\n");
  // The spy saw the host: it loaded the provider.
  expect(seen).toContain("load pulumi-esa-preload/provider");
  expect(seen.filter((line) => /^load .*@alicloud|^load .*esa\/client/.test(line))).toEqual([]);
  const foreign = seen.filter((line) => line.startsWith("connect ") && !/127\.0\.0\.1|localhost/.test(line));
  expect(foreign).toEqual([]);
  expect(scene.simulator.calls()).toEqual([]);
});

test("arguments that are wrong are all told, at preview already", async () => {
  scene.program(() => planState("plan", { planId: "no-plan", jobId: undefined, desiredStatus: "running" }));
  const preview = await scene.stack.preview();
  expectRefused(
    preview,
    /property planId value \{no-plan\} has a problem: must be 24 hexadecimal digits/,
    /property jobId .* is missing: desiredStatus "running" needs the plan's job/,
  );
  expect(scene.simulator.calls()).toEqual([]);
});

test("a live preview says what `up` will meet, and only reads; where it may not look, it says so and goes on", async () => {
  const { stack } = scene;
  const previewed = async (changes: Parameters<typeof expectDone>[1]) => {
    const preview = await stack.preview();
    expectDone(preview, changes);
    return preview.output;
  };
  scene.program(() => planState("plan"));
  stack.setConfig({ "esaPreload:livePreview": "true" });
  scene.simulator.addFault({ kind: "error", code: "NoPermission", statusCode: 403 });
  expect(await previewed({ create: 1 })).toMatch(/live preview: its plans cannot be seen: .*NoPermission/);
  expect(await previewed({ create: 1 })).toContain(`${PLAN}: live preview: is running: to be stopped`);
  expect(scene.writes()).toEqual([]);
  expectDone(await stack.up());
  scene.put("running");
  expect(await previewed({ same: 1 })).toContain(
    "is running, which the state does not know; with `pulumi up --refresh`: to be stopped",
  );
  stack.setConfig({ "esaPreload:livePreview": undefined });
  scene.simulator.clearCalls();
  expect(await previewed({ same: 1 })).not.toContain("live preview");
  expect(scene.simulator.calls()).toEqual([]);
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { targetConfig } from "../../harness/config";
import { expectDone, expectRefused } from "../harness/expectations";
import { PLAN, planState, useScene } from "../harness/scene";

/** Writes the name of every module that a process loads. */
const spy = `
const { appendFileSync } = require("node:fs");
const Module = require("node:module");
const load = Module._load;
Module._load = function (request, parent, isMain) {
  appendFileSync(process.env.SPY_FILE, request + "\\n");
  return load.call(this, request, parent, isMain);
};
`;

const scene = useScene("preview");

test("a preview needs no credentials, loads nothing of the client, and calls nothing", async () => {
  const { stack } = scene;
  const [spyFile, SPY_FILE] = ["spy.js", "seen"].map((name) => join(stack.workDir, name)) as [string, string];
  writeFileSync(spyFile, spy);
  Object.assign(stack.env, { NODE_OPTIONS: `--require ${spyFile}`, SPY_FILE });
  stack.setConfig({ "alicloud:accessKey": undefined, "alicloud:secretKey": undefined });
  scene.program(() => planState("plan"));
  expectDone(await stack.preview(), { create: 1 });
  delete stack.env["NODE_OPTIONS"];
  stack.setConfig(targetConfig(scene.simulator));
  const seen = readFileSync(SPY_FILE, "utf8").split("\n");
  // The spy saw the host: it loaded the provider.
  expect(seen).toContain("pulumi-esa-preload/provider");
  expect(seen.filter((module) => /@alicloud|esa\/client/.test(module))).toEqual([]);
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
    "is running: to be stopped (only by `pulumi up --refresh`: the state does not show it yet)",
  );
  stack.setConfig({ "esaPreload:livePreview": undefined });
  scene.simulator.clearCalls();
  expect(await previewed({ same: 1 })).not.toContain("live preview");
  expect(scene.simulator.calls()).toEqual([]);
});

import { rmSync } from "node:fs";
import { join } from "node:path";

import { ComponentResource, ProviderResource } from "@pulumi/pulumi";

import { commandFolder, pathWith } from "../harness/commands";
import { expectDone, expectRefused } from "../harness/expectations";
import { jobState, planState, running, useScene } from "../harness/scene";

/**
 * A provider of one's own is served by a host of its own, which knows nothing of what the other resources declare: a
 * plan that is declared running there would be stopped here.
 */
class OwnProvider extends ProviderResource {
  constructor(pkg = "pulumi-nodejs") {
    super(pkg, "other", {});
  }
}

class Component extends ComponentResource {
  constructor(provider: ProviderResource) {
    super("test:Component", "component", {}, { providers: [provider] });
  }
}

const scene = useScene("hosts");
const commands = commandFolder({
  "pulumi-resource-alicloud": join(__dirname, "..", "examples", "alicloudPlugin.ts"),
});
beforeAll(() => (scene.stack.env["PATH"] = pathWith(commands)));
afterAll(() => rmSync(commands, { recursive: true }));

test.each<[string, () => unknown]>([
  ["a plan state", () => planState("state", running, { provider: new OwnProvider() })],
  ["a job state", () => jobState("state", running, { provider: new OwnProvider() })],
  ["a component's child", () => planState("state", running, { parent: new Component(new OwnProvider()) })],
])("%s with a provider of its own is refused, with an explanation, before anything is called", async (_, program) => {
  scene.program(program);
  const explanation = /"?state"?[^]*\bproviders?\b[^]*(host|process|declare)/;
  expectRefused(await scene.stack.preview(), explanation);
  expectRefused(await scene.stack.up(), explanation);
  expect([scene.simulator.calls(), scene.stack.resource("state")]).toEqual([[], undefined]);
});

test("providers of other packages are no obstacle", async () => {
  scene.program(() => planState("state", {}, { parent: new Component(new OwnProvider("alicloud")) }));
  expectDone(await scene.stack.up());
  expect(scene.status()).toBe("stopped");
});

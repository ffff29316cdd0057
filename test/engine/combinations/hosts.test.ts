import { ComponentResource, ProviderResource, runtime } from "@pulumi/pulumi";

import { expectRefused } from "../harness/expectations";
import { jobState, planState, running, useScene } from "../harness/scene";

/**
 * A provider of one's own is served by a host of its own, which knows nothing of what the other resources declare: a
 * plan that is declared running there would be stopped here.
 */
class OwnProvider extends ProviderResource {
  constructor() {
    super("pulumi-nodejs", "other", {});
  }
}

class Component extends ComponentResource {
  constructor(provider: ProviderResource) {
    super("test:Component", "component", {}, { providers: [provider] });
  }
}

const scene = useScene("hosts");

test.each<[string, () => unknown]>([
  ["a job state", () => jobState("state", running, { provider: new OwnProvider() })],
  ["a component's child", () => planState("state", running, { parent: new Component(new OwnProvider()) })],
  [
    "a state that a transformation gives one",
    () => {
      const provider = new OwnProvider();
      runtime.registerStackTransformation(({ type, props, opts }) =>
        type.includes("PreloadPlanState") ? { props, opts: { ...opts, provider } } : undefined,
      );
      return planState("state", running);
    },
  ],
])("%s with a provider of its own is refused, with an explanation, before anything is called", async (_, program) => {
  scene.program(program);
  expectRefused(await scene.stack.preview(), /"?state"?[^]*\bproviders?\b[^]*(host|process|declare)/);
  expect(scene.simulator.calls()).toEqual([]);
});

import { ComponentResource, ProviderResource } from "@pulumi/pulumi";

import { expectRefused } from "../harness/expectations";
import { declare, jobState, openScene, planState, type Scene } from "../harness/scene";

/**
 * A provider of one's own is served by a host of its own, which knows nothing of what the other resources declare: a
 * plan that is declared running there would be stopped here.
 */
class OtherHost extends ProviderResource {
  constructor() {
    super("pulumi-nodejs", "other", {});
  }
}

const running = { desiredStatus: "running" } as const;

let scene: Scene;
beforeAll(async () => (scene = await openScene("hosts", declare())));
beforeEach(() => scene.startOver());
afterAll(() => scene.close());

test.each<[string, () => unknown]>([
  ["a plan state", () => planState("state", running, { provider: new OtherHost() })],
  ["a job state", () => jobState("state", running, { provider: new OtherHost() })],
  [
    "a child of a component with such a provider",
    () => {
      const parent = new ComponentResource(
        "test:Component",
        "component",
        {},
        { providers: [new OtherHost()] },
      );
      planState("state", running, { parent });
    },
  ],
])(
  "%s with a provider of its own is refused, with an explanation, before anything is called",
  async (_, program) => {
    scene.stack.setProgram(() => void program());
    const explanation = /"?state"?[^]*\bproviders?\b[^]*(host|process|declare)/;
    expectRefused(await scene.stack.preview(), explanation);
    expectRefused(await scene.stack.up(), explanation);
    expect(scene.simulator.calls()).toEqual([]);
    expect(await scene.stack.resource("state")).toBeUndefined();
  },
);

import * as pulumi from "@pulumi/pulumi";
import { scheduledPreloadPlanStateType } from "pulumi-esa-preload";

import { declareLaunch, planId } from "./launch";

/**
 * What the program declares, without Pulumi's engine. The resource is a plain custom resource with a constant for its
 * code, so nothing is serialized. Its methods don't run here: a wrong id passes, and the outputs are what newResource
 * says. simulator.test.ts tests with the real provider.
 */
const declared: pulumi.runtime.MockResourceArgs[] = [];

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: (resource) => {
      declared.push(resource);
      const inputs = resource.inputs as { planId: string; desiredStatus: string };
      return { id: inputs.planId, state: { ...inputs, status: inputs.desiredStatus } };
    },
    call: ({ inputs }) => inputs as Record<string, unknown>,
  }),
);

beforeEach(() => void (declared.length = 0));

const valueOf = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

test("a freeze declares the plan stopped, and nothing else", async () => {
  const plan = declareLaunch(true);
  expect(await valueOf(plan.desiredStatus)).toBe("stopped");
  expect(await valueOf(plan.id)).toBe(planId);
  expect(declared.map(({ type, name }) => [type, name])).toEqual([[scheduledPreloadPlanStateType, "launch"]]);
});

test("without one it runs, and the outputs are the mock's", async () => {
  expect(await valueOf(declareLaunch(false).status)).toBe("running");
});

import type { Resource as PulumiResource } from "@pulumi/pulumi";
import * as fc from "fast-check";

import { ScheduledPreloadPlanState, type ScheduledPreloadPlanStateArgs } from "../../../provider/index";
import { startSimulator, type Simulator } from "../../../simulator";
import { runHistory, shortHistories, someBeginning } from "../../model/commands";
import { argsOf, type Resource, type System } from "../../model/system";
import type { Declared } from "../../model/model";
import { openStack, type Program, type TestStack } from "../../harness/stack";

const runs = 20;

jest.setTimeout(600_000);

/** One resource after the other, as the model has it. */
function programOf(declared: ReadonlyMap<string, Declared>): Program {
  const entries = [...declared];
  return () => {
    let before: PulumiResource[] = [];
    for (const [name, resource] of entries) {
      const args = argsOf(resource) as unknown as ScheduledPreloadPlanStateArgs;
      const options = { dependsOn: before, retainOnDelete: resource.retain };
      before = [new ScheduledPreloadPlanState(name, args, options)];
    }
  };
}

function systemOf(simulator: Simulator, stack: TestStack): System {
  return {
    simulator,
    defaults: {},
    readsInputs: false,
    async up(program) {
      stack.setProgram(programOf(program));
      return (await stack.up()).ok;
    },
    refresh: async () => (await stack.refresh()).ok,
    destroy: async () => (await stack.destroy()).ok,
    resources() {
      const { resources = [] } = stack.state();
      const ours = resources.filter(({ type, ...rest }) => type.includes("esa:") && !("delete" in rest));
      const named = ours.map(({ urn, inputs = {}, outputs = {} }): [string, Resource] => [
        urn.slice(urn.lastIndexOf("::") + 2),
        { inputs, outputs },
      ]);
      return Promise.resolve(new Map(named));
    },
  };
}

test("plans and stack are what the model says on the real engine", async () => {
  const counted = { commands: 0 };
  const property = fc.asyncProperty(someBeginning, shortHistories(4), async (beginning, history) => {
    const simulator = await startSimulator();
    const stack = await openStack({ name: "model", simulator });
    try {
      await runHistory(systemOf(simulator, stack), beginning, history);
      counted.commands += [...history].length;
    } finally {
      stack.dispose();
      await simulator.close();
    }
  });
  await fc.assert(property, { numRuns: runs, endOnFailure: true });
  console.log(`model: ${runs} runs with ${counted.commands} commands on the real engine`);
});

import * as fc from "fast-check";

import { runHistory, someBeginning, someCommands } from "../model/commands";
import { HostStack } from "./hostStack";
import { openStage } from "./stage";

const runs = 1_000;
/** Lanes overlap the real waits of the provider: each has a simulator and a host of its own. */
const lanes = 10;
/** A host keeps the providers of all its phases: a new one from time to time frees them. */
const runsPerHost = 50;

jest.setTimeout(300_000);

test("plans and stack are what the model says, whatever is declared and whatever happens outside", async () => {
  const counted = { commands: 0 };
  const runLane = async (): Promise<void> => {
    for (let begun = 0; begun < runs / lanes; begun += runsPerHost) {
      const stage = await openStage();
      const property = fc.asyncProperty(someBeginning, someCommands(16), async (beginning, history) => {
        await runHistory(new HostStack(stage), beginning, history);
        counted.commands += [...history].length;
      });
      await fc.assert(property, { numRuns: runsPerHost }).finally(() => stage.close());
    }
  };
  const begunMs = Date.now();
  await Promise.all(Array.from({ length: lanes }, runLane));
  const seconds = Math.round((Date.now() - begunMs) / 1000);
  console.log(`model: ${runs} runs with ${counted.commands} commands over gRPC, ${seconds} s`);
});

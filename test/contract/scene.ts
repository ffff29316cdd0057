import { planId, shortNames } from "../world/world";
import type { Run, Stage } from "./subject";

/** What the cases play on: the stage of the present test. */
export type Scene = Pick<Stage, "simulator" | "newRun" | "defaults">;

/** One stage for all the tests of a suite, emptied before each. */
export function sceneOn(open: () => Promise<Stage>): Scene {
  let stage: Stage;
  // A host takes its time on a busy machine.
  beforeAll(async () => {
    stage = await open();
  }, 60_000);
  beforeEach(async () => {
    stage.simulator.reset();
    await stage.reset?.();
  });
  afterAll(() => stage.close());
  return {
    get simulator() {
      return stage.simulator;
    },
    get defaults() {
      return stage.defaults;
    },
    newRun: (): Run => stage.newRun(),
  };
}

/** The actions that were called, oldest first. */
export function actions({ simulator }: Scene): string[] {
  return simulator.calls().map(({ action }) => shortNames[action ?? ""] ?? String(action));
}

export function statusOf({ simulator }: Scene, id = planId): string | undefined {
  return simulator.plans().find(({ Id }) => Id === id)?.Status;
}

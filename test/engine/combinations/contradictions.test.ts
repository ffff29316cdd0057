import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { until } from "../harness/processes";
import { jobState, openScene, PLAN, planState, type Scene } from "../harness/scene";

/**
 * Two resources that declare different states for one plan are found before anything is written, whichever the engine
 * meets first: a preview fails already.
 */
const running = { desiredStatus: "running" } as const;
const contradiction =
  /Two resources of this program declare different states for the (plan [0-9a-f]{24}|job [0-9a-f]{24})/;

let scene: Scene;
beforeAll(async () => (scene = await openScene("contradictions", () => undefined)));
beforeEach(() => scene.startOver());
afterAll(() => scene.close());

/** What exists and is unchanged, and what is new and contradicts it. */
interface Pair {
  readonly existing: (options?: { dependsOn: unknown[] }) => unknown;
  readonly added: (options?: { dependsOn: unknown[] }) => unknown;
}
type Options = Parameters<typeof planState>[2];

const pairs: [string, Pair][] = [
  [
    "a plan that is declared running, and a new plan state",
    {
      existing: (options) => planState("a", running, options as Options),
      added: (options) => planState("b", {}, options as Options),
    },
  ],
  [
    "a plan that is declared stopped, and a new plan state",
    {
      existing: (options) => planState("a", {}, options as Options),
      added: (options) => planState("b", running, options as Options),
    },
  ],
  [
    "a job that is declared running, and a new state of a plan of it",
    {
      existing: (options) => jobState("a", running, options as Options),
      added: (options) => planState("b", {}, options as Options),
    },
  ],
  [
    "a plan that is declared running, and a new state of its job",
    {
      existing: (options) => planState("a", running, options as Options),
      added: (options) => jobState("b", {}, options as Options),
    },
  ],
  [
    "a job that is declared running, and a new state that declares it stopped",
    {
      existing: (options) => jobState("a", running, options as Options),
      added: (options) => jobState("b", {}, options as Options),
    },
  ],
];

describe.each(pairs)("%s:", (_, { existing, added }) => {
  beforeEach(async () => {
    scene.stack.setProgram(() => void existing());
    expectDone(await scene.stack.up());
    scene.put("running");
    scene.simulator.clearCalls();
  });

  test("the new one is met last", async () => {
    scene.stack.setProgram(() => void added({ dependsOn: [existing()] }));
    expectRefused(await scene.stack.preview(), contradiction);
    expectRefused(await scene.stack.up(), contradiction);
    expect(scene.writes()).toEqual([]);
  });

  test("the new one is met first", async () => {
    scene.stack.setProgram(() => void existing({ dependsOn: [added()] }));
    expectRefused(await scene.stack.preview(), contradiction);
    expect(scene.simulator.calls()).toEqual([]);
    scene.stack.setProgram(meetExistingDuringLook);
    expectRefused(await scene.stack.up(), contradiction);
    expect(scene.writes()).toEqual([]);
  });

  /** The existing resource is registered while the new one looks at its plan. */
  async function meetExistingDuringLook(): Promise<void> {
    scene.simulator.addFault({ kind: "slow", action: "ListScheduledPreloadExecutions", delayMs: 1_000 });
    added();
    await until(() => scene.count("List") > 0);
    existing();
  }
});

describe("a plan whose job was learned by its stop, and a new state of the job:", () => {
  const plan = (options: object = {}) => planState("a", { jobId: undefined }, options);
  const job = (options: object = {}) => jobState("b", running, options);

  beforeEach(async () => {
    scene.stack.setProgram(() => void plan());
    expectDone(await scene.stack.up());
    scene.simulator.clearCalls();
  });

  test.each([
    ["last", () => job({ dependsOn: [plan()] })],
    ["first", () => plan({ dependsOn: [job()] })],
  ])("the job is met %s", async (_, program) => {
    scene.stack.setProgram(() => void program());
    expectRefused(await scene.stack.preview(), contradiction);
    expect(scene.simulator.calls()).toEqual([]);
  });
});

describe("two resources that declare the same for one plan:", () => {
  test.each([
    ["stopped", "running", "Stop"],
    ["running", "stopped", "Start"],
  ] as const)("%s: one call, and nothing to do later", async (desiredStatus, before, verb) => {
    scene.put(before);
    scene.stack.setProgram(() => {
      planState("a", { desiredStatus });
      planState("b", { desiredStatus });
    });
    expectDone(await scene.stack.up(), { create: 2 });
    expect(scene.writes()).toEqual([`${verb} ${PLAN}`]);
    scene.simulator.advanceClock(60);
    expectNothingDone(await scene.stack.up({ refresh: true }));
  });

  test("a job and a plan of it: one call for the plan", async () => {
    scene.stack.setProgram(() => {
      planState("a");
      jobState("b");
    });
    expectDone(await scene.stack.up(), { create: 2 });
    expect(scene.writes().filter((write) => write === `Stop ${PLAN}`)).toHaveLength(1);
    expectNothingDone(await scene.stack.up({ refresh: true }));
  });
});

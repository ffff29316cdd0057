import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { jobState, OTHER_PLAN, PLAN, planState, running, until, useScene } from "../harness/scene";

/**
 * Two resources that declare different states for one plan are found before anything is written, whichever the engine
 * meets first: a preview fails already.
 */
const contradiction =
  /Two resources of this program declare different states for the (plan [0-9a-f]{24}|job [0-9a-f]{24})/;

const scene = useScene("contradictions");

type Declare = (options?: Parameters<typeof planState>[2]) => ReturnType<typeof planState | typeof jobState>;

test.each<[string, Declare, Declare]>([
  ["a plan state that is running", (more) => planState("a", running, more), (more) => planState("b", {}, more)],
  ["a plan state that is stopped", (more) => planState("a", {}, more), (more) => planState("b", running, more)],
  ["a job state", (more) => jobState("a", running, more), (more) => planState("b", {}, more)],
  ["a plan state", (more) => planState("a", running, more), (more) => jobState("b", {}, more)],
])(
  "%s is unchanged; a new resource contradicts it, met last, first, or at the same time",
  async (_, existing, added) => {
    const { stack } = scene;
    await scene.done(() => existing());
    scene.put("running");
    scene.program(() => added({ dependsOn: [existing()] }));
    expectRefused(await stack.preview(), contradiction);
    expectRefused(await stack.up(), contradiction);
    scene.program(() => existing({ dependsOn: [added()] }));
    scene.simulator.clearCalls();
    expectRefused(await stack.preview(), contradiction);
    expect(scene.simulator.calls()).toEqual([]);

    // The existing resource is registered while the new one looks at its plan.
    scene.simulator.addFault({ kind: "slow", action: "ListScheduledPreloadExecutions", delayMs: 1_000 });
    stack.setProgram(async () => {
      added();
      await until(() => scene.count("List") > 0);
      existing();
    });
    expectRefused(await stack.up(), contradiction);
    expect(scene.writes()).toEqual([]);
  },
);

test("a plan whose job was learned by its stop, and a new state of the job, in either order", async () => {
  const plan: Declare = (options) => planState("a", { jobId: undefined }, options);
  const job: Declare = (options) => jobState("b", running, options);
  await scene.done(() => plan());
  for (const program of [() => job({ dependsOn: [plan()] }), () => plan({ dependsOn: [job()] })]) {
    scene.program(program);
    expectRefused(await scene.stack.preview(), contradiction);
  }
  expect(scene.simulator.calls()).toEqual([]);
});

test.each([
  ["stopped", "running", "Stop"],
  ["running", "stopped", "Start"],
] as const)("all that declare a plan %s make one call, and have nothing to do later", async (desired, before, verb) => {
  for (const id of [PLAN, OTHER_PLAN]) scene.put(before, id);
  const args = { desiredStatus: desired };
  scene.program(() => [planState("a", args), planState("b", args), jobState("c", args)]);
  expectDone(await scene.stack.up(), { create: 3 });
  expect(scene.writes().sort()).toEqual([`${verb} ${PLAN}`, `${verb} ${OTHER_PLAN}`]);
  scene.simulator.advanceClock(60);
  expectNothingDone(await scene.stack.up({ refresh: true }));
});

import * as fc from "fast-check";

import { desiredStatuses, type DesiredStatus, type WhenWaiting } from "../../provider/run/decide";
import type { Fault, FaultKind, WhenNotRunning } from "../../simulator";
import { directRun } from "../contract/direct";
import { Resource } from "../contract/resource";
import { Failure, type Kind, type Properties, type Run } from "../contract/subject";
import { jobId, openWorld, otherPlanId, planId, putPlan, shortNames, type World } from "../world/world";

jest.setTimeout(300_000);

const runs = 500;
const counted = { ups: 0, succeeded: 0 };
afterAll(() => console.log(`successes: ${counted.succeeded} of ${counted.ups} runs, in ${runs} histories with faults`));

const kinds: FaultKind[] = ["resetAfterEffect", "reset", "http503", "html502", "truncated", "wrongTypes", "throttle"];
const someFault = fc.record<Fault>({
  kind: fc.constantFrom(...kinds, "error", "slow"),
  action: fc.constantFrom(...Object.keys(shortNames)),
  times: fc.constantFrom(1, 1, 2, 1_000),
  // Of no delay, a slow one only lets a call pass before the next fault; others ignore both.
  delayMs: fc.constant(0),
  code: fc.constant("NoPermission"),
});

/** One `pulumi up`: what its program declares, and what happens meanwhile. */
const someStep = fc.record({
  declared: fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom(...desiredStatuses)),
  // A plan that is left may begin while the run goes on.
  whenWaiting: fc.constantFrom<WhenWaiting>("fail", "wait"),
  timeoutSeconds: fc.constantFrom(1, 20),
  faults: fc.array(someFault, { maxLength: 4 }),
  refreshes: fc.boolean(),
  /** After how many waits it is cancelled; never at 0. */
  cancelledAfter: fc.constantFrom(0, 0, 0, 1, 2, 3),
  /** Whether the engine is killed before it has written the state. */
  isKilled: fc.nat({ max: 5 }).map((value) => value === 0),
});
type Step = typeof someStep extends fc.Arbitrary<infer T> ? T : never;

/** What the resources of a history are about: two plans, or their job. */
const subjects: Readonly<Record<"plans" | "job", Readonly<Record<string, { kind: Kind; ids: string[] }>>>> = {
  plans: { a: { kind: "plan", ids: [planId] }, b: { kind: "plan", ids: [otherPlanId] } },
  job: { a: { kind: "job", ids: [planId, otherPlanId] } },
};

function argsOf(name: string, kind: Kind, desiredStatus: DesiredStatus): Properties {
  if (kind === "job") return { jobId, desiredStatus };
  // "b" is stopped blindly.
  return name === "a"
    ? { planId, jobId, desiredStatus }
    : { planId: otherPlanId, desiredStatus, ...(desiredStatus === "running" && { jobId }) };
}

/** A state file, and what the engine does with it. */
class Stack {
  private readonly resources = new Map<string, Resource & { signal?: AbortSignal }>();
  /** Whose states don't tell what was done, so that users are told to refresh. */
  private readonly stale = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly mode: keyof typeof subjects,
  ) {}

  /** @returns whether it succeeds */
  async up(step: Step): Promise<boolean> {
    const before = [...this.resources].map(([name, { state }]) => [name, state] as const);
    const controller = new AbortController();
    let waits = 0;
    this.world.meanwhile = () => {
      if (++waits === step.cancelledAfter) controller.abort();
    };
    try {
      await this.carryOut(step, directRun(this.world), controller.signal);
      return true;
    } catch (error) {
      if (error instanceof Failure) return false;
      throw error;
    } finally {
      if (step.isKilled) this.loseSince(before);
    }
  }

  private async carryOut({ declared, whenWaiting, timeoutSeconds, refreshes }: Step, run: Run, signal: AbortSignal) {
    for (const [name, resource] of this.resources) {
      resource.signal = signal;
      if (!refreshes && !this.stale.has(name)) continue;
      await resource.refresh(run);
      this.stale.delete(name);
    }
    for (const [name, { kind }] of Object.entries(subjects[this.mode])) {
      const desired = declared[name];
      if (!desired) continue;
      const resource = this.resources.get(name) ?? Object.assign(new Resource(kind, name), { signal });
      const args = { ...argsOf(name, kind, desired), whenWaiting, timeoutSeconds };
      await resource.up(run, args).finally(() => resource.state && this.resources.set(name, resource));
    }
    for (const [name, resource] of this.resources) {
      if (declared[name]) continue;
      this.stale.add(name);
      await resource.delete(run);
      this.stale.delete(name);
      this.resources.delete(name);
    }
  }

  private loseSince(before: readonly (readonly [string, Resource["state"]])[]): void {
    this.resources.clear();
    for (const [name, state] of before) {
      this.resources.set(name, new Resource(subjects[this.mode][name]?.kind ?? "plan", name, state));
      this.stale.add(name);
    }
  }
}

function assertDone({ simulator }: World, mode: keyof typeof subjects, { declared }: Step): void {
  const statuses = new Map(simulator.plans().map(({ Id, Status }) => [Id, Status]));
  for (const [name, { ids }] of Object.entries(subjects[mode])) {
    const desired = declared[name];
    if (!desired) continue;
    for (const id of ids)
      expect(desired === "stopped" ? ["stopped"] : ["running", "waiting"]).toContain(statuses.get(id));
  }
}

test("an up that succeeds has brought about what it declares, whatever has failed before", async () => {
  const world = await openWorld();
  const someHistory = fc.record({
    mode: fc.constantFrom("plans" as const, "job" as const),
    whenNotRunning: fc.constantFrom<WhenNotRunning>("refuse", "unchanged"),
    steps: fc.array(someStep, { minLength: 2, maxLength: 6 }),
  });
  const property = fc.asyncProperty(someHistory, async ({ mode, whenNotRunning, steps }) => {
    const { simulator } = world;
    simulator.reset();
    simulator.setOptions({ stopWhenNotRunning: whenNotRunning });
    putPlan(world, { Status: "running" });
    putPlan(world, { Status: "stopped" }, otherPlanId);
    const stack = new Stack(world, mode);
    for (const step of steps) {
      simulator.clearFaults();
      step.faults.forEach((fault) => simulator.addFault(fault));
      counted.ups++;
      if (!(await stack.up(step))) continue;
      counted.succeeded++;
      assertDone(world, mode, step);
    }
  });
  await fc.assert(property, { numRuns: runs }).finally(() => world.close());
});

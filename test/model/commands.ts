import * as fc from "fast-check";

import type { PlanStatus, WhenNotRunning } from "../../simulator";
import { Model, type Declared } from "./model";
import { assertSame, dayMs, planIds, putPlan, type System } from "./system";

type Command = fc.AsyncCommand<Model, System>;

function command(
  name: string,
  run: (model: Model, system: System) => Promise<void> | void,
  check: (model: Model) => boolean = () => true,
): Command {
  return {
    check,
    async run(model, system) {
      system.simulator.clearCalls();
      model.effects = 0;
      await run(model, system);
      await assertSame(model, system);
    },
    toString: () => name,
  };
}

const anyPlan = fc.nat({ max: planIds.length - 1 });
const anyName = fc.constantFrom("a", "b", "c");
const anyForm = fc.constantFrom("with job", "composite", "alone") satisfies fc.Arbitrary<Declared["form"]>;

const declare = fc
  .record({
    name: anyName,
    plan: anyPlan,
    desired: fc.constantFrom("stopped", "running") satisfies fc.Arbitrary<Declared["desired"]>,
    form: anyForm,
    leave: fc.boolean(),
  })
  .map(({ name, ...given }): Command => {
    const form = given.desired === "running" && given.form === "alone" ? "with job" : given.form;
    const declared: Declared = { ...given, form, retain: false };
    return command(
      `declare ${name}: plan ${given.plan} ${given.desired}, ${form}${given.leave ? ", leave" : ""}`,
      ({ program }) => void program.set(name, declared),
      // Two resources that contradict each other are an error of the program, tested by itself.
      ({ program }) =>
        [...program].every(
          ([other, { plan, desired }]) => other === name || plan !== given.plan || desired === given.desired,
        ),
    );
  });

const remove = anyName.map((name) =>
  command(
    `remove ${name}`,
    ({ program }) => void program.delete(name),
    ({ program }) => program.has(name),
  ),
);

const retain = anyName.map((name) =>
  command(
    `retain ${name}`,
    ({ program }) => void program.set(name, { ...(program.get(name) as Declared), retain: true }),
    ({ program }) => program.has(name),
  ),
);

/** Without an alias: the engine creates the new one, then deletes the old one, of the same plan. */
const rename = fc.tuple(anyName, anyName).map(([from, to]) =>
  command(
    `rename ${from} to ${to}`,
    ({ program }) => {
      program.set(to, program.get(from) as Declared);
      program.delete(from);
    },
    ({ program }) => program.has(from) && !program.has(to),
  ),
);

const up = fc.constant(
  command("up", async (model, system) => {
    const expected = model.up();
    expect(await system.up(model.program)).toBe(expected);
  }),
);

const refresh = fc.constant(
  command("refresh", async (model, system) => {
    model.refresh();
    expect(await system.refresh()).toBe(true);
  }),
);

const destroy = fc.constant(
  command("destroy", async (model, system) => {
    model.destroy();
    expect(await system.destroy()).toBe(true);
  }),
);

const anyStatus = fc.constantFrom(
  "waiting",
  "running",
  "finished",
  "failed",
  "stopped",
) satisfies fc.Arbitrary<PlanStatus>;

const somebodySets = fc.tuple(anyPlan, anyStatus).map(([plan, status]) =>
  command(
    `somebody makes plan ${plan} ${status}`,
    (model, { simulator }) => {
      putPlan(simulator, plan, status);
      model.plans[plan] = status;
    },
    (model) => model.plans[plan] !== "gone",
  ),
);

const somebodyDeletes = anyPlan.map((plan) =>
  command(
    `somebody deletes plan ${plan}`,
    (model, { simulator }) => {
      simulator.deletePlan(planIds[plan] ?? "");
      model.plans[plan] = "gone";
    },
    (model) => model.plans[plan] !== "gone",
  ),
);

const timePasses = fc.constant(
  command("two days pass", (model, { simulator }) => {
    simulator.advanceClock((2 * dayMs) / 1000);
    model.plans.forEach((status, plan) => {
      if (status === "waiting") model.plans[plan] = "running";
    });
  }),
);

const throttle = fc.constant(
  command("the next call is throttled", (_, { simulator }) => simulator.addFault({ kind: "throttle" })),
);

const loseAnswer = fc.constantFrom("stop", "start").map((verb) =>
  command(`the next answer to a ${verb} is lost`, (model, { simulator }) => {
    const action = verb === "stop" ? "StopScheduledPreloadExecution" : "StartScheduledPreloadExecution";
    simulator.addFault({ kind: "resetAfterEffect", action });
    model.lost[verb]++;
  }),
);

const often = (arbitrary: fc.Arbitrary<Command>, times: number) => Array.from({ length: times }, () => arbitrary);

/** Random programs against random outside events. Events that make the provider wait in real time are rare. */
export function someCommands(maxCommands: number): fc.Arbitrary<Iterable<Command>> {
  return fc.commands(
    [
      ...often(declare, 8),
      ...often(up, 8),
      ...often(refresh, 3),
      ...often(somebodySets, 4),
      ...often(remove, 2),
      ...often(rename, 2),
      ...often(timePasses, 2),
      retain,
      destroy,
      somebodyDeletes,
      throttle,
      loseAnswer,
    ],
    { maxCommands, size: "+1" },
  );
}

/** A declaration and an `up`, and a few more: a short history in which something is sure to happen. */
export function shortHistories(furtherCommands: number): fc.Arbitrary<Iterable<Command>> {
  return fc.tuple(declare, up, someCommands(furtherCommands)).map(([first, second, rest]) => [first, second, ...rest]);
}

/** How the plans are at the beginning, and what a Stop of what isn't running is answered. */
export const someBeginning = fc.record({
  statuses: fc.array(anyStatus, { minLength: planIds.length, maxLength: planIds.length }),
  mode: fc.constantFrom("refuse", "unchanged") satisfies fc.Arbitrary<WhenNotRunning>,
});

/** Runs one random history from its beginning. */
export async function runHistory(
  system: System,
  { statuses, mode }: { statuses: PlanStatus[]; mode: WhenNotRunning },
  history: Iterable<Command>,
): Promise<void> {
  const { simulator } = system;
  simulator.reset();
  // A started plan runs when two days pass, and not before: the model doesn't count seconds.
  simulator.setOptions({ stopWhenNotRunning: mode, startDelaySeconds: 3600 });
  statuses.forEach((status, plan) => putPlan(simulator, plan, status));
  await fc.asyncModelRun(() => ({ model: new Model([...statuses], mode), real: system }), history);
}

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
const anyStatus = fc.constantFrom<PlanStatus>("waiting", "running", "finished", "failed", "stopped");
const isDeclared = (name: string) => (model: Model) => model.program.has(name);
const isThere = (plan: number) => (model: Model) => model.plans[plan] !== "gone";

const declare = fc
  .record({
    plan: anyPlan,
    desired: fc.constantFrom<Declared["desired"]>("stopped", "running"),
    form: fc.constantFrom<Declared["form"]>("with job", "composite", "alone"),
    leave: fc.boolean(),
  })
  .chain((given) => {
    const { plan, desired, leave } = given;
    const form = desired === "running" && given.form === "alone" ? "with job" : given.form;
    const declared = { ...given, form, retain: false };
    // Two resources that contradict each other are an error of the program, tested by itself.
    const agrees = (other: Declared) => other.plan !== plan || other.desired === desired;
    return anyName.map((name) =>
      command(
        `declare ${name}: plan ${plan} ${desired}, ${form}${leave ? ", leave" : ""}`,
        ({ program }) => void program.set(name, declared),
        ({ program }) => [...program].every(([known, other]) => known === name || agrees(other)),
      ),
    );
  });

const remove = anyName.map((name) =>
  command(`remove ${name}`, ({ program }) => void program.delete(name), isDeclared(name)),
);

const retain = anyName.map((name) => {
  const retained = (model: Model) => ({ ...(model.program.get(name) as Declared), retain: true });
  return command(`retain ${name}`, (model) => void model.program.set(name, retained(model)), isDeclared(name));
});

/** Without an alias: the engine creates the new one, then deletes the old one, of the same plan. */
const rename = fc.tuple(anyName, anyName).map(([from, to]) => {
  const move = ({ program }: Model) => {
    program.set(to, program.get(from) as Declared);
    program.delete(from);
  };
  return command(`rename ${from} to ${to}`, move, ({ program }) => program.has(from) && !program.has(to));
});

const operation = (name: "up" | "refresh" | "destroy") =>
  fc.constant(
    command(name, async (model, system) => {
      const expected = model[name]();
      expect(await system[name](model.program)).toBe(expected);
    }),
  );

const somebodySets = fc.tuple(anyPlan, anyStatus).map(([plan, status]) => {
  const set = (model: Model, { simulator }: System) => {
    putPlan(simulator, plan, status);
    model.plans[plan] = status;
  };
  return command(`somebody makes plan ${plan} ${status}`, set, isThere(plan));
});

const somebodyDeletes = anyPlan.map((plan) => {
  const remove = (model: Model, { simulator }: System) => {
    simulator.deletePlan(planIds[plan] ?? "");
    model.plans[plan] = "gone";
  };
  return command(`somebody deletes plan ${plan}`, remove, isThere(plan));
});

const timePasses = fc.constant(
  command("two days pass", (model, { simulator }) => {
    simulator.advanceClock((2 * dayMs) / 1000);
    for (const [plan, status] of model.plans.entries()) if (status === "waiting") model.plans[plan] = "running";
  }),
);

const throttle = fc.constant(
  command("the next call is throttled", (_, { simulator }) => simulator.addFault({ kind: "throttle" })),
);

const loseAnswer = fc.constantFrom("Stop", "Start").map((verb) =>
  command(`the next answer to a ${verb} is lost`, (model, { simulator }) => {
    simulator.addFault({ kind: "resetAfterEffect", action: `${verb}ScheduledPreloadExecution` });
    model.lost[verb]++;
  }),
);

const often = (arbitrary: fc.Arbitrary<Command>, times: number) => Array.from({ length: times }, () => arbitrary);
const up = operation("up");

/** Random programs against random outside events. Events that make the provider wait in real time are rare. */
export function someCommands(maxCommands: number): fc.Arbitrary<Iterable<Command>> {
  return fc.commands(
    [
      ...often(declare, 8),
      ...often(up, 8),
      ...often(operation("refresh"), 3),
      ...often(somebodySets, 4),
      ...often(remove, 2),
      ...often(rename, 2),
      ...often(timePasses, 2),
      retain,
      operation("destroy"),
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
  mode: fc.constantFrom<WhenNotRunning>("refuse", "unchanged"),
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
  await fc.asyncModelRun(() => ({ model: new Model([...statuses], mode, system.readsInputs), real: system }), history);
}

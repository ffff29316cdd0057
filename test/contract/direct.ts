import { PartialFailure, type ResourceMethods } from "../../provider/resources/methods";
import type { World } from "../world/world";
import { Failure, type Run, type Subject } from "./subject";

/** A run of the methods themselves, in virtual time. */
export function directRun(world: World, config?: Record<string, string>): Run {
  const { plans, jobs } = world.newMethods(config);
  const before = world.printed.length;
  return {
    plan: subject(plans),
    job: subject(jobs),
    said: () => world.printed.slice(before).join("\n"),
  };
}

function subject<Inputs extends object, Outputs extends object>(methods: ResourceMethods<Inputs, Outputs>): Subject {
  return {
    check: (olds, news, caller) => methods.check(olds, news, caller),
    diff: async (state, news, caller) => {
      const changes = await methods.diff(state, news, caller);
      if (changes.length === 0) return "no change";
      return changes.some(({ replaces }) => replaces) ? "replacement" : "update";
    },
    create: (news, caller) => asFailure(methods.create(news, caller)) as ReturnType<Subject["create"]>,
    read: (state, caller) => asFailure(methods.read(state, caller)) as ReturnType<Subject["read"]>,
    update: (state, news, caller) => asFailure(methods.update(state, news, caller)) as ReturnType<Subject["update"]>,
    delete: (state, caller) => asFailure(methods.delete(state, caller)),
  };
}

async function asFailure<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const { message } = thrown as Error;
    if (!(thrown instanceof PartialFailure)) throw new Failure(message);
    const { id, outputs, reasons } = thrown as PartialFailure;
    throw new Failure(message, { id, outputs: { ...outputs }, reasons: reasons.map((one) => one.message) });
  }
}

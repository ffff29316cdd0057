import { PartialFailure, type ResourceMethods } from "../../provider/resources/methods";
import type { World } from "../world/world";
import type { Scene } from "./scene";
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

/** The scene of a test that has a world of its own. */
export function directScene(world: World): Scene {
  return Object.defineProperty({ newRun: () => directRun(world) } as Scene, "simulator", {
    get: () => world.simulator,
  });
}

function subject<Inputs extends object, Outputs extends object>(methods: ResourceMethods<Inputs, Outputs>): Subject {
  const told = {
    diff: async (...call: Parameters<Subject["diff"]>) => {
      const changes = await methods.diff(...call);
      if (changes.length === 0) return "no change";
      return changes.some(({ replaces }) => replaces) ? "replacement" : "update";
    },
    check: (...call: Parameters<Subject["check"]>) => methods.check(...call),
    create: (...call: Parameters<Subject["create"]>) => asFailure(methods.create(...call)),
    read: (...call: Parameters<Subject["read"]>) => asFailure(methods.read(...call)),
    update: (...call: Parameters<Subject["update"]>) => asFailure(methods.update(...call)),
    delete: (...call: Parameters<Subject["delete"]>) => asFailure(methods.delete(...call)),
  };
  return told as unknown as Subject;
}

async function asFailure<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const { message } = thrown as Error;
    if (!(thrown instanceof PartialFailure)) throw new Failure(message);
    const { error, id, outputs } = thrown as PartialFailure;
    throw new Failure(message, { id, outputs: { ...outputs }, reasons: [error.message] });
  }
}

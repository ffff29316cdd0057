import type { Fault, WhenNotRunning } from "../../simulator";
import { directRun } from "../contract/direct";
import { Resource } from "../contract/resource";
import type { Failure } from "../contract/subject";
import { jobId, openWorld, planId, putPlan, type World } from "../world/world";
import { account, quoting, secretsIn } from "./secrets";

const blind = { planId, desiredStatus: "stopped", timeoutSeconds: 20 } as const;
const stopped = { ...blind, jobId };
const running = { ...stopped, desiredStatus: "running" } as const;
type Args = Omit<typeof blind, "desiredStatus"> & { readonly desiredStatus: "stopped" | "running" };

/**
 * What is done with a plan; which calls a fault hits: Lists, Stops and Starts, or all from the first of those on; and what
 * a Stop is answered of a plan that isn't running.
 */
type Situation = readonly [
  method: "read" | "create" | "update" | "delete",
  args: Args,
  hit: "look" | "write" | "write and on",
  mode?: WhenNotRunning,
];

const situations: readonly Situation[] = [
  ["read", stopped, "look"],
  ["create", stopped, "look"],
  ["create", stopped, "write"],
  ["create", stopped, "write and on"],
  ["update", running, "look"],
  ["update", running, "write"],
  ["update", running, "write and on"],
  ["create", blind, "write"],
  ["create", blind, "write", "unchanged"],
  ["delete", running, "write"],
  ["delete", running, "write and on"],
  ["delete", stopped, "look"],
  ["delete", stopped, "write"],
  ["delete", stopped, "write", "unchanged"],
];

/**
 * One fault of each class, and how the situations above end where it strikes once, and where it lasts: c: as declared,
 * f: it fails, g: the plan is taken for gone, -: not tried. By the documents, and not by the code under test.
 */
const faults: readonly (readonly [string, Omit<Fault, "action" | "times">, string, string])[] = [
  ["told to have no effect", { kind: "throttle" }, "ccc-cc-ccc-ccc", "ffffffffffffff"],
  ["without effect, and untold", { kind: "http503" }, "ccc-cc-ccc-ccc", "ffffffffffffcc"],
  ["after the effect", { kind: "resetAfterEffect" }, "ccc-cc-fcc-ccc", "ffcffcfffcffcc"],
  ["the plan is gone", { kind: "error", code: "InvalidExecution.NotFound" }, "gcf-ff-ccg-ccc", "gffffffffggccc"],
  ["final", { kind: "error", code: "SignatureDoesNotMatch", message: quoting }, "fff-ff-fff-fff", "ffffffffffffff"],
  ["of no document", { kind: "error", code: "Surprise" }, "ffc-ff-ffc-fcc", "ffffffffffffcc"],
];

const cells = faults.flatMap(([name, fault, ...ends]) =>
  ends.flatMap((letters, index) =>
    situations.flatMap((situation, at) => {
      const [method, args, hit, mode = "refuse"] = situation;
      const times = index === 0 ? 1 : 1_000;
      const title = `${method}, ${args.desiredStatus}, ${"jobId" in args ? "" : "no job, "}${mode}, ${hit}: ${name}, ${times} x`;
      return letters[at] === "-" ? [] : [{ title, situation, fault: { ...fault, times }, promised: letters[at] }];
    }),
  ),
);

let world: World;
beforeEach(async () => (world = await openWorld({ accounts: [account] })));
afterEach(() => world.close());
beforeAll(() => console.log(`fault matrix: ${cells.length} cells`));

const newRun = () =>
  directRun(world, {
    "alicloud:accessKey": account.accessKeyId,
    "alicloud:secretKey": account.accessKeySecret,
    "alicloud:securityToken": account.securityToken,
  });
const writes = () => world.simulator.calls().filter(({ action }) => action?.startsWith("List") === false);

test.each(cells)("$title", async ({ situation, fault, promised }) => {
  const [method, args, , mode = "refuse"] = situation;
  world.simulator.setStopWhenNotRunning(mode);
  const resource = await begin(situation);
  strike(situation, fault);
  const run = newRun();
  const begunMs = world.clock.now();
  const failure = await carryOut(resource, situation, run);
  const limitSeconds = method === "read" ? 300 : args.timeoutSeconds;
  expect(world.clock.now() - begunMs).toBeLessThan((limitSeconds + 2) * 1000);
  const isGone = method === "read" ? !resource.state : method === "delete" && world.plan().Status !== "stopped";
  const end = isGone ? "g" : "c";
  expect(failure ? "f" : end).toBe(promised);
  if (failure) {
    expect(failure.message).toContain(planId);
    expect(failure.message).toMatch(/\.$/);
  }
  expect(secretsIn(JSON.stringify([world.printed, failure?.message, failure?.partial, resource.state]))).toEqual([]);
  // What the state says was observed, never wished.
  if (method !== "delete" && resource.state) {
    const { status, desiredStatus } = resource.outputs;
    expect(desiredStatus === "stopped").toBe(status === "stopped");
  }
  if (promised !== "g") await expectOneEffect(resource, situation);
});

/** A plan that is not as declared; for a delete one that is: the state of an ordinary stack. */
async function begin([method, args]: Situation): Promise<Resource> {
  const opposite = args.desiredStatus === "running" ? "stopped" : "running";
  const before = method === "create" || method === "update" ? opposite : args.desiredStatus;
  putPlan(world, { AliUid: account.aliUid, Status: before });
  const resource = new Resource("plan", "a");
  if (method !== "create") await resource.up(newRun(), { ...args, desiredStatus: before });
  if (method === "read") putPlan(world, { AliUid: account.aliUid, Status: opposite });
  world.simulator.clearCalls();
  return resource;
}

function strike([, , hit]: Situation, fault: (typeof cells)[number]["fault"]): void {
  const add = (action: string) => world.simulator.addFault({ ...fault, action });
  if (hit === "look") {
    add("ListScheduledPreloadExecutions");
    return;
  }
  add("StopScheduledPreloadExecution");
  add("StartScheduledPreloadExecution");
  // Between a write and the look that follows it the provider always waits.
  if (hit !== "write and on") return;
  world.meanwhile = () => {
    if (writes().length === 1) add("ListScheduledPreloadExecutions");
  };
}

async function carryOut(resource: Resource, [method, args]: Situation, run: ReturnType<typeof newRun>) {
  try {
    if (method === "delete") await resource.delete(run);
    else if (method === "read") await resource.refresh(run);
    else await resource.up(run, args);
    return undefined;
  } catch (error) {
    return error as Failure;
  }
}

/** A clean run brings about what is declared, the next one has nothing to do, and nothing was done twice. */
async function expectOneEffect(resource: Resource, [method, args]: Situation): Promise<void> {
  world.simulator.clearFaults();
  world.meanwhile = () => undefined;
  if (method === "delete") {
    if (resource.state) await resource.delete(newRun());
    expect(world.plan().Status).toBe("stopped");
  } else {
    if (method === "read") await resource.refresh(newRun());
    // Without a job and with a Stop that is refused, the error has said that jobId helps.
    const clean = { ...args, jobId };
    await resource.up(newRun(), clean);
    expect(world.plan().Status).toMatch(args.desiredStatus === "stopped" ? "stopped" : /waiting|running/);
    expect(await resource.up(newRun(), clean)).toBe("unchanged");
  }
  const wasStopped = method === "delete" && args.desiredStatus === "stopped";
  expect(world.simulator.calls().filter(({ effect }) => effect)).toHaveLength(wasStopped ? 0 : 1);
}

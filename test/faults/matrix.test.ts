import { EsaError } from "../../provider/esa/errors/error";
import type { DynamicProvider } from "../../provider/dynamic/provider";
import { jobId, openWorld, planId, putPlan, type HookFailure, type World } from "../world/world";
import { faultCases, readTimeoutMs } from "./faults";
import { cells, promised, type Cell } from "./promises";
import { account, secretsIn } from "./secrets";
import { up, type Saved } from "./stack";

const timeoutSeconds = 20;
/** A read has no limit of its own in the program: it takes the default one. */
const readSeconds = 300;
const matrix = cells(faultCases(account.securityToken));
const write = /^St(op|art)/;

let world: World;
beforeEach(async () => (world = await openWorld({ accounts: [account] })));
afterEach(() => world.close());
beforeAll(() => console.log(`fault matrix: ${matrix.length} cells`));

describe.each(["create", "update", "read", "delete"] as const)("%s", (hook) => {
  test.each(
    matrix
      .filter((cell) => cell.hook === hook)
      .map((cell): [string, Cell] => [
        `${cell.declared}: ${cell.fault.name}, ${cell.often}, hits ${cell.aim} (${cell.mode}): ${promised(cell)}`,
        cell,
      ]),
  )("%s", async (_, cell) => {
    world.simulator.setStopWhenNotRunning(cell.mode);
    const { saved, args } = await begin(cell);
    world.simulator.clearCalls();
    order(cell);
    const begunMs = world.clock.now();
    const limits = cell.fault.fault.kind === "slow" ? shortLimits : {};
    const ended = await carryOut(cell, newProvider(limits), saved, args);
    const budgetSeconds = hook === "read" ? readSeconds : timeoutSeconds;
    expect(world.clock.now() - begunMs).toBeLessThan((budgetSeconds + 2) * 1000);
    expect(secretsIn(JSON.stringify([world.printed, ended.saved]))).toEqual([]);
    expect(ended.outcome).toBe(promised(cell));
    if (isSeenByLooks(cell)) expect(world.calls().filter((call) => write.test(call))).toHaveLength(1);
    if (ended.failure) assertHelpful(ended.failure, cell);
    if (ended.outcome !== "gone") await assertTrue(cell, ended.saved, args);
  });
});

const shortLimits = { "alicloud:clientReadTimeout": String(readTimeoutMs) };

function newProvider(limits: Record<string, string> = {}): DynamicProvider {
  return world.newProvider({
    "alicloud:accessKey": account.accessKeyId,
    "alicloud:secretKey": account.accessKeySecret,
    "alicloud:securityToken": account.securityToken,
    ...limits,
  });
}

const argsOf = ({ declared }: Cell) => ({
  planId,
  desiredStatus: declared === "running" ? ("running" as const) : ("stopped" as const),
  timeoutSeconds,
  ...(declared !== "stopped, no job" && { jobId }),
});

/** Puts a plan that is not as declared; for a delete, one that is: the state of an ordinary stack. */
async function begin(cell: Cell): Promise<{ saved: Saved | undefined; args: Record<string, unknown> }> {
  const args = argsOf(cell);
  const opposite = args.desiredStatus === "running" ? "stopped" : "running";
  const desiredStatus = cell.hook === "create" || cell.hook === "update" ? opposite : args.desiredStatus;
  putPlan(world, { AliUid: account.aliUid, Status: desiredStatus });
  if (cell.hook === "create") return { saved: undefined, args };
  const { saved } = await up(newProvider(), undefined, { ...args, desiredStatus });
  if (cell.hook === "read") putPlan(world, { AliUid: account.aliUid, Status: opposite });
  return { saved, args };
}

function order({ aim, often, fault: { fault } }: Cell): void {
  const times = often === "once" ? 1 : 1_000;
  const add = (action: string) => world.simulator.addFault({ ...fault, times, action });
  if (aim === "look") {
    add("ListScheduledPreloadExecutions");
    return;
  }
  add("StopScheduledPreloadExecution");
  add("StartScheduledPreloadExecution");
  if (aim === "write") return;
  // Between a write and the look that follows it the provider always waits.
  world.meanwhile = () => {
    if (!world.calls().some((call) => write.test(call))) return;
    world.meanwhile = () => undefined;
    add("ListScheduledPreloadExecutions");
  };
}

interface Ended {
  readonly outcome: "converges" | "fails" | "gone";
  readonly saved: Saved | undefined;
  readonly failure?: HookFailure;
}

async function carryOut(
  { hook }: Cell,
  provider: DynamicProvider,
  saved: Saved | undefined,
  args: Record<string, unknown>,
): Promise<Ended> {
  if (hook === "create" || hook === "update") {
    const result = await up(provider, saved, args);
    return { ...result, outcome: result.failure ? "fails" : "converges" };
  }
  if (!saved) throw new Error("There is nothing to read or delete.");
  try {
    if (hook === "delete") {
      await provider.delete(saved.id, saved.outputs);
      const isStopped = world.plan().Status === "stopped";
      return { outcome: isStopped ? "converges" : "gone", saved: undefined };
    }
    const { id, props, inputs } = await provider.read(saved.id, saved.outputs);
    if (!id) return { outcome: "gone", saved: undefined };
    return { outcome: "converges", saved: { id, outputs: props ?? {}, inputs: inputs ?? {} } };
  } catch (error) {
    return { outcome: "fails", saved, failure: error as HookFailure };
  }
}

/** One EsaError that names the plan, says what to do, and shows neither a stack nor a secret. */
function assertHelpful(failure: HookFailure, { hook }: Cell): void {
  expect(failure).toBeInstanceOf(EsaError);
  const { message, remedy = "", stack = "" } = failure as HookFailure & { remedy?: string; stack?: string };
  expect(message).toContain(planId);
  expect(remedy).toMatch(/\.$/);
  expect(message.endsWith(`\n  ${remedy.replaceAll("\n", "\n  ")}`)).toBe(true);
  expect(`${message}${stack}`).not.toMatch(/\n\s+at |^\s*$/m);
  expect(secretsIn(JSON.stringify([message, failure.reasons, failure.properties]))).toEqual([]);
  if (failure.id === undefined) return;
  expect(hook).toMatch(/create|update/);
  expect(failure).toMatchObject({
    id: planId,
    reasons: [message],
    properties: { __provider: "the handler" },
  });
}

/** What the state says is or was so; a clean run brings about what is declared; and nothing was done twice. */
async function assertTrue(cell: Cell, saved: Saved | undefined, args: Record<string, unknown>): Promise<void> {
  const effects = () => world.simulator.calls().filter(({ effect }) => effect).length;
  const { hook } = cell;
  if (saved && hook !== "delete") {
    const seen = hook === "read" ? world.plan().Status : saved.outputs.status;
    expect(["stopped", "running", "waiting"]).toContain(seen);
    expect(saved.outputs.desiredStatus === "stopped").toBe(saved.outputs.status === "stopped");
  }
  world.simulator.clearFaults();
  world.meanwhile = () => undefined;
  if (hook === "delete") {
    if (saved) await newProvider().delete(saved.id, saved.outputs);
    expect(world.plan().Status).toBe("stopped");
    expect(effects()).toBe(cell.declared === "running" ? 1 : 0);
    return;
  }
  if (hook === "read") saved = (await carryOut(cell, newProvider(), saved, args)).saved;
  // Without a job and with a Stop that is refused, the error has said that jobId helps.
  const again = await up(newProvider(), saved, { ...args, jobId });
  expect(again.failure).toBeUndefined();
  expect(satisfied(args.desiredStatus)).toBe(true);
  expect(effects()).toBe(1);
  expect((await up(newProvider(), again.saved, { ...args, jobId })).hooks).toEqual(["diff"]);
}

/** An effect that a look can show is never ordered a second time. */
function isSeenByLooks({ aim, declared, fault }: Cell): boolean {
  return fault.effect === "at once" && aim !== "look" && declared !== "stopped, no job";
}

function satisfied(desiredStatus: unknown): boolean {
  const { Status } = world.plan();
  return desiredStatus === "stopped" ? Status === "stopped" : Status === "waiting" || Status === "running";
}

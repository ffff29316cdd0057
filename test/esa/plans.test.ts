import { Observations, Plans, type Plan } from "../../provider/esa/plans";
import type { CallOptions } from "../../provider/esa/client";
import { scriptedClient, type ScriptedCall } from "../world/scripted";
import { settle, until } from "../world/waits";
import { jobId, otherJobId, otherPlanId, planId } from "../world/world";
import { passingClock } from "./connection";

/** How a client tells when it sends; what it doesn't tell must not make an observation younger than it is. */
const tellings: Record<string, (options: CallOptions) => void> = {
  nothing: () => undefined,
  "its sending only": ({ onSend }) => onSend?.(),
  "that it waits, and its sending": ({ onWait, onSend }) => {
    onWait?.();
    onSend?.();
  },
};

let plans: Plans;
let calls: ScriptedCall[];
let options: () => CallOptions;
function open(tell?: (options: CallOptions) => void): void {
  const scripted = scriptedClient(tell);
  const clock = passingClock();
  calls = scripted.calls;
  plans = new Plans(scripted.client, clock);
  options = () => ({ deadlineMs: clock.now() + 300_000 });
}
beforeEach(() => open());

const find = () => plans.find(jobId, planId, options());
const read = () => plans.read(jobId, planId, options());
const write = (answer: Partial<Plan> = { JobId: jobId }) =>
  plans.change(planId, () => Promise.resolve({ Id: planId, ...answer } as Plan));
/** A write that goes on until the test ends it. */
function longWrite(): (error?: Error) => Promise<unknown> {
  let end: (error?: Error) => void = () => undefined;
  const answered = new Promise<Plan>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve({ Id: planId, JobId: jobId } as Plan));
  });
  const writing = plans.change(planId, () => answered);
  return (error) => {
    end(error);
    return writing.catch(() => undefined);
  };
}
const called = async (index: number) => {
  await until(() => calls.length > index);
  return calls[index] as ScriptedCall;
};
const statusOf = async (found: Promise<Plan | undefined>) => (await found)?.Status;
const seenRunning = async () => (await plans.seenRunning(planId, jobId)) !== undefined;

/** A List that shows the plan running, from before whatever follows. */
async function seeRunning(): Promise<void> {
  const finding = find();
  (await called(calls.length)).answer({}, { Id: otherPlanId });
  await finding;
  expect(await seenRunning()).toBe(true);
}

describe("a plan that a List has shown running may be stopped without a look,", () => {
  test("whichever look it was, of the plan, of another one, or a read", async () => {
    const finding = plans.read(jobId, otherPlanId, options());
    (await called(0)).answer({}, { Id: otherPlanId });
    await finding;
    expect(await seenRunning()).toBe(true);
  });

  test("but not where a later List shows it otherwise, nor in another job than the List has named", async () => {
    await seeRunning();
    expect(await plans.seenRunning(planId, otherJobId)).toBeUndefined();
    const finding = find();
    (await called(1)).answer({ Status: "waiting" });
    await finding;
    expect(await seenRunning()).toBe(false);
  });

  test.each([
    ["succeeds", undefined],
    ["fails", new Error()],
  ])("nor while a write of ours goes on, nor after it %s; of others it may", async (_, error) => {
    await seeRunning();
    const end = longWrite();
    expect(await seenRunning()).toBe(false);
    await end(error);
    expect(await seenRunning()).toBe(false);
    expect(await plans.seenRunning(otherPlanId, jobId)).toBeDefined();
  });
});

describe.each(Object.entries(tellings))("with a client that tells %s,", (_, tell) => {
  beforeEach(() => open(tell));

  test("a List that was under way when a write ended shows nothing of the plan afterwards", async () => {
    const finding = find();
    const list = await called(0);
    await write();
    list.answer({}, { Id: otherPlanId });
    await finding;
    expect(await seenRunning()).toBe(false);
  });

  test("nor one that began while the write went on", async () => {
    const end = longWrite();
    const finding = find();
    const list = await called(0);
    await end();
    list.answer({});
    await finding;
    expect(await seenRunning()).toBe(false);
  });

  test("a look after a write gets a List of its own, also while one from before is under way", async () => {
    const before = find();
    const first = await called(0);
    await write();
    const after = find();
    const second = await called(1);
    first.answer({ Status: "running" });
    second.answer({ Status: "stopped" });
    expect([await statusOf(before), await statusOf(after)]).toEqual(["running", "stopped"]);
  });

  test("a read after a write gets a List of its own", async () => {
    const reading = read();
    (await called(0)).answer({ Status: "running" });
    await reading;
    await write();
    const again = read();
    (await called(1)).answer({ Status: "stopped" });
    expect(await statusOf(again)).toBe("stopped");
  });

  test("looks that begin together share one", async () => {
    const finding = [find(), find(), plans.findAll(jobId, options())];
    (await called(0)).answer({});
    await Promise.all(finding);
    expect(calls).toHaveLength(1);
  });
});

test("a look shares no List that a read may, however young", async () => {
  const reading = read();
  (await called(0)).answer({ Status: "stopped" });
  await reading;
  const finding = find();
  (await called(1)).answer({ Status: "waiting" });
  expect(await statusOf(finding)).toBe("waiting");
  // A read is content with the newest one.
  expect(await statusOf(read())).toBe("waiting");
  expect(calls).toHaveLength(2);
});

test("a look shares a List that waits for its turn, and none that has left", async () => {
  const waiting: CallOptions[] = [];
  open((call) => {
    call.onWait?.();
    waiting.push(call);
  });
  const first = find();
  await called(0);
  const sharing = find();
  await settle();
  expect(calls).toHaveLength(1);
  waiting[0]?.onSend?.();
  const later = find();
  calls[0]?.answer({ Status: "waiting" });
  (await called(1)).answer({ Status: "running" });
  expect([await statusOf(first), await statusOf(sharing), await statusOf(later)]).toEqual([
    "waiting",
    "waiting",
    "running",
  ]);
});

test("a write's answer names the plan's job", async () => {
  expect(plans.jobOf(planId)).toBeUndefined();
  await write({ JobId: jobId.toUpperCase() });
  expect(plans.jobOf(planId)).toBe(jobId);
});

test("a write for one account makes what another one has seen unusable", async () => {
  const known = new Observations();
  const { client, calls } = scriptedClient();
  const [one, other] = [new Plans(client, passingClock(), known), new Plans(client, passingClock(), known)];
  const finding = one.find(jobId, planId, options());
  await until(() => calls.length > 0);
  calls[0]?.answer({ Status: "running" });
  await finding;
  expect(await one.seenRunning(planId, jobId)).toBeDefined();
  await other.change(planId, () => Promise.resolve({ Id: planId } as Plan));
  expect(await one.seenRunning(planId, jobId)).toBeUndefined();
});

test("a client that tells that it waits, and never that it sends, shares no List after its answer", async () => {
  open(({ onWait }) => onWait?.());
  const before = find();
  (await called(0)).answer({ Status: "running" });
  await before;
  const after = find();
  await settle();
  expect(calls).toHaveLength(2);
  calls[1]?.answer({ Status: "stopped" });
  expect(await statusOf(after)).toBe("stopped");
});

test("who waits for the answer to a List that is under way is told what it shows", async () => {
  const { client, calls } = scriptedClient(({ onSend }) => onSend?.());
  // As the system's clock: a wait ends the moment that its signal is aborted.
  const sleep = (_delayMs: number, signal?: AbortSignal) =>
    signal
      ? new Promise<void>((resolve) => {
          signal.addEventListener("abort", () => resolve());
        })
      : Promise.resolve();
  const plans = new Plans(client, { now: () => 0, sleep, random: () => 0.5 });
  const finding = plans.find(jobId, otherPlanId, { deadlineMs: 300_000 });
  await until(() => calls.length > 0);
  const seen = plans.seenRunning(planId, jobId);
  calls[0]?.answer({}, { Id: otherPlanId });
  await finding;
  expect(await seen).toBeDefined();
});

import { once } from "node:events";

import { Observations, Plans, type Plan } from "../../provider/esa/plans";
import type { CallOptions } from "../../provider/esa/client";
import type { Clock } from "../../provider/esa/sending/clock";
import { scriptedClient, type ScriptedCall } from "../world/scripted";
import { settle, until } from "../world/waits";
import { jobId, otherJobId, otherPlanId, planId } from "../world/world";
import { passingClock } from "./passingClock";

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
function open(tell?: (options: CallOptions) => void, clock: Clock = passingClock()): void {
  const scripted = scriptedClient(tell);
  calls = scripted.calls;
  plans = new Plans(scripted.client, clock);
  options = () => ({ deadlineMs: clock.now() + 300_000 });
}
beforeEach(() => open());

const other = { Id: otherPlanId };
const find = () => plans.find(jobId, planId, options());
const read = () => plans.read(jobId, planId, options());
const seenRunning = async (of = plans) => (await of.seenRunning(planId, jobId)) !== undefined;
const called = async (index: number) => {
  await until(() => calls.length > index);
  return calls[index] as ScriptedCall;
};
/** What a look shows that has a List of its own, which is answered at once. */
async function shown(look: Promise<Plan | undefined>, ...answer: Partial<Plan>[]): Promise<string | undefined> {
  (await called(calls.length)).answer(...answer);
  return (await look)?.Status;
}
const write = (of = plans, JobId?: string) => of.change(planId, () => Promise.resolve({ Id: planId, JobId } as Plan));
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

describe("a plan that a List has shown running may be stopped without a look,", () => {
  // Whichever look it was, of the plan, of another one, or a read.
  beforeEach(() => shown(plans.read(jobId, otherPlanId, options()), {}, other));

  test("but not where a later List shows it otherwise, nor in another job than the List has named", async () => {
    expect(await seenRunning()).toBe(true);
    expect(await plans.seenRunning(planId, otherJobId)).toBeUndefined();
    await shown(find(), { Status: "waiting" });
    expect(await seenRunning()).toBe(false);
  });

  test.each([
    ["succeeds", undefined],
    ["fails", new Error()],
  ])("nor while a write of ours goes on, nor after it %s; of others it may", async (_, error) => {
    const end = longWrite();
    expect(await seenRunning()).toBe(false);
    await end(error);
    expect(await seenRunning()).toBe(false);
    expect(await plans.seenRunning(otherPlanId, jobId)).toBeDefined();
  });
});

describe.each(Object.entries(tellings))("with a client that tells %s,", (_, tell) => {
  beforeEach(() => open(tell));

  test.each(["was under way when a write ended", "began while a write went on"])(
    "a List that %s shows nothing of the plan afterwards",
    async (when) => {
      const end = when.startsWith("began") ? longWrite() : write;
      const finding = find();
      const list = await called(0);
      await end();
      list.answer({}, other);
      await finding;
      expect(await seenRunning()).toBe(false);
    },
  );

  test("a look after a write gets a List of its own, also while one from before is under way", async () => {
    const before = find();
    const first = await called(0);
    await write();
    const after = find();
    await called(1);
    first.answer({ Status: "running" });
    calls[1]?.answer({ Status: "stopped" });
    expect([(await before)?.Status, (await after)?.Status]).toEqual(["running", "stopped"]);
  });

  test("a read after a write gets a List of its own", async () => {
    expect(await shown(read(), { Status: "running" })).toBe("running");
    await write();
    expect(await shown(read(), { Status: "stopped" })).toBe("stopped");
  });

  test("looks that begin together share one", async () => {
    const finding = [find(), find(), plans.findAll(jobId, options())];
    (await called(0)).answer({});
    await Promise.all(finding);
    expect(calls).toHaveLength(1);
  });
});

test("a look shares no List that a read may, however young", async () => {
  expect(await shown(read(), { Status: "stopped" })).toBe("stopped");
  expect(await shown(find(), { Status: "waiting" })).toBe("waiting");
  // A read is content with the newest one.
  expect((await read())?.Status).toBe("waiting");
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
  const found = await Promise.all([first, sharing, later]);
  expect(found.map((plan) => plan?.Status)).toEqual(["waiting", "waiting", "running"]);
});

test("a write for one account makes what another one has seen unusable", async () => {
  const scripted = scriptedClient();
  const known = new Observations();
  const [one, another] = [1, 2].map(() => new Plans(scripted.client, passingClock(), known)) as [Plans, Plans];
  calls = scripted.calls;
  await shown(one.find(jobId, planId, options()), { Status: "running" });
  expect(await seenRunning(one)).toBe(true);
  await write(another);
  expect(await seenRunning(one)).toBe(false);
});

test("who waits for the answer to a List that is under way is told what it shows", async () => {
  // As the system's clock: a wait ends the moment that its signal is aborted.
  const sleep: Clock["sleep"] = async (_delayMs, signal) => {
    if (signal) await once(signal, "abort");
  };
  open(({ onSend }) => onSend?.(), { ...passingClock(), sleep });
  const finding = plans.find(jobId, otherPlanId, options());
  const list = await called(0);
  const seen = seenRunning();
  list.answer({}, other);
  await finding;
  expect(await seen).toBe(true);
});

import type { Declaration } from "../../provider/resources/declaration";
import { Declarations } from "../../provider/resources/declarations";
import { failureOf } from "../world/world";

const plan = "66599bd7397885b43804901c";
const otherPlan = "66599bd7397885b43804901d";
const job = "665d3af3621bccf3fe29e1a4";
const otherJob = "665d3af3621bccf3fe29e1a5";

type Kind = Declaration["kind"];
type Given = Partial<Declaration>;
const ids: Record<Kind, Given> = { plan: { id: plan, jobId: job }, job: { id: job } };

/** What a resource of a kind declares: of the one plan, or of its job, if nothing else is said. */
const declared = (kind: Kind, desiredStatus: Declaration["desiredStatus"], given: Given = {}) =>
  ({ kind, ...ids[kind], desiredStatus, ...given }) as Declaration;
const running = (kind: Kind, given?: Given) => declared(kind, "running", given);
const stopped = (kind: Kind, given?: Given) => declared(kind, "stopped", given);

let declarations: Declarations;
beforeEach(() => (declarations = new Declarations()));

const contradictions = (declaration: Declaration) => declarations.check(declaration, []);
const carryOut = (declaration: Declaration) =>
  declarations.carryOut(declaration, (assertUncontested) => {
    assertUncontested(plan);
    return Promise.resolve();
  });
const fail = (declaration: Declaration) =>
  failureOf(declarations.carryOut(declaration, () => Promise.reject(new Error("It failed."))));

const a = { owner: "a" };
const b = { owner: "b" };

describe("what contradicts is found by the second check, in either order:", () => {
  test.each<[string, Declaration, Declaration, boolean]>([
    ["two plans", running("plan", a), stopped("plan", b), true],
    ["two jobs", running("job", a), stopped("job", b), true],
    ["a plan and its job", running("plan", a), stopped("job", b), true],
    ["a plan and a job of one name", running("plan", a), stopped("job", a), true],
    ["the same wish", running("plan", a), running("plan", b), false],
    ["another plan", running("plan", a), stopped("plan", { ...b, id: otherPlan }), false],
    ["another job", running("job", a), stopped("job", { ...b, id: otherJob }), false],
    [
      "a plan and a job that is not known to be its own",
      running("plan", { ...a, jobId: undefined }),
      stopped("job", b),
      false,
    ],
    ["a plan and a job that is not its own", running("plan", a), stopped("job", { ...b, id: otherJob }), false],
    ["a resource and what it declared before", running("plan", a), stopped("plan", a), false],
    ["a resource without a name and the next one", running("plan"), stopped("plan"), false],
    [
      "children of one name under parents of two types",
      running("plan", { owner: "x:One$a" }),
      stopped("plan", { owner: "x:Two$a" }),
      true,
    ],
  ])("%s", (_, one, other, isFound) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      declarations = new Declarations();
      expect(contradictions(first)).toEqual([]);
      expect(contradictions(second)).toHaveLength(isFound ? 1 : 0);
    }
  });

  test("a job's plan that only the work on the job shows", async () => {
    contradictions(stopped("plan", { ...a, jobId: undefined }));
    contradictions(running("job", b));
    expect((await failureOf(carryOut(running("job", b)))).message).toMatch(
      `different states for the plan ${plan}: "b" running and "a" stopped`,
    );
  });

  test("beside the check's own failures, by the resources' names alone", () => {
    const found = [{ property: "timeoutSeconds", reason: "must be greater than 0" }];
    expect(declarations.check(stopped("job", { owner: "my:Site$images" }), found)).toEqual(found);
    expect(declarations.check(running("plan", b), found)).toEqual([
      ...found,
      {
        property: "desiredStatus",
        reason: expect.stringMatching(/"b" running and "images" stopped/) as string,
      },
    ]);
  });
});

test("resources without names are told by what they are about", () => {
  contradictions(stopped("job"));
  const [reason, whose] = ["different states for the", `another resource for the job ${job} stopped`];
  expect(contradictions(running("job", a))[0]?.reason).toMatch(`${reason} job ${job}: "a" running and ${whose}`);
  const own = `another resource for the plan ${plan} running`;
  expect(contradictions(running("plan"))[0]?.reason).toMatch(`${reason} plan ${plan}: ${own} and ${whose}`);
});

test("the work on a job is refused for any plan of it, and the work that no check has seen", async () => {
  contradictions(stopped("plan", { ...a, id: otherPlan }));
  const { message } = await failureOf(carryOut(running("job", { ...b, jobId: job })));
  expect(message).toMatch(new RegExp(`${otherPlan}[^]*\n  plan ${plan}`));
  contradictions(stopped("plan", a));
  expect((await failureOf(carryOut(running("plan", b)))).message).toMatch(/Two resources/);
});

test("an unchanged resource that contradicts another is told in its diff", () => {
  contradictions(stopped("plan", { ...a, jobId: undefined }));
  contradictions(running("job", b));
  // The job's plans are in its state only, and so is the plan's job.
  expect(() => declarations.compared(running("job", { ...b, plans: [plan] }), "is")).toThrow(/Two resources/);
  expect(() => declarations.compared(stopped("plan", a), "is")).toThrow(/Two resources/);
});

describe("a state that no check has declared, as of a policy that remediates,", () => {
  test.each<Kind>(["plan", "job"])("takes the place of the %s's own", async (kind) => {
    contradictions(running(kind, a));
    await carryOut(stopped(kind, a));
    expect(contradictions(running("plan", b))).toEqual([]);
    expect(contradictions(stopped("plan", b))).toEqual([]);
  });

  test.each([
    ["created", () => undefined],
    ["updated", (declaration: Declaration) => declarations.compared(declaration, "to come")],
  ])("passes by others that are to come, and may be changed in the same way, where they are %s", async (_, compare) => {
    for (const one of [running("plan", a), running("job", b)]) contradictions(one);
    for (const one of [stopped("plan", a), stopped("job", b)]) {
      compare(one);
      await carryOut(one);
    }
  });

  test("but not by one that is, nor is it passed by", async () => {
    for (const one of [running("plan", a), running("job", b)]) contradictions(one);
    await carryOut(running("job", b));
    expect((await failureOf(carryOut(stopped("plan", a)))).message).toMatch(/Two resources/);

    declarations = new Declarations();
    for (const one of [running("plan", a), running("job", b)]) contradictions(one);
    await carryOut(stopped("plan", a));
    expect((await failureOf(carryOut(running("job", b)))).message).toMatch(/Two resources/);
  });
});

describe("a deleted plan or job is left to a resource that declares it running", () => {
  const fresh = (heir: Declaration) => void contradictions(heir);
  let slept = 0;
  let whileAsleep: (() => unknown) | undefined;
  beforeEach(() => ([slept, whileAsleep] = [0, undefined]));
  const sleep = async (ms: number) => {
    slept += ms;
    if (slept === 1_000) await whileAsleep?.();
  };
  const unchanged = (heir: Declaration, checked: Declaration) => {
    fresh(checked);
    declarations.compared(heir, "is");
  };
  const wrong = { property: "planId", reason: "is wrong" };
  const [another, failed, never] = ["another resource of this program", "create or update failed", "was not created"];
  test.each<[string, (heir: Declaration) => unknown, string | undefined]>([
    ["and is to come", fresh, never],
    ["and is to come, with the arguments that it had", (heir) => declarations.check(heir, [], "unchanged"), another],
    [
      "and had those arguments, but has to be updated",
      (heir) => {
        declarations.check(heir, [], "unchanged");
        declarations.compared(heir, "to come");
      },
      never,
    ],
    [
      "and is made anew, maybe under another name",
      (heir) => {
        declarations.check(heir, [], "changed");
        declarations.check(heir, [], "new");
      },
      undefined,
    ],
    ["and is carried out", carryOut, another],
    ["and is unchanged", (heir) => unchanged(heir, heir), another],
    ["and has failed", fail, failed],
    ["and was refused by its check", (heir) => declarations.check(heir, [wrong]), failed],
    ["but was never checked", (heir) => declarations.compared(heir, "is"), undefined],
    [
      "and is unchanged, though a policy has changed what was checked",
      (heir) => unchanged(heir, { ...heir, desiredStatus: "stopped" }),
      another,
    ],
    ["and once failed, but then was carried out", (heir) => fail(heir).then(() => carryOut(heir)), another],
    [
      "and was carried out, but then is another's",
      (heir) =>
        carryOut(heir).then(() => fresh({ ...heir, id: heir.kind === "plan" ? otherPlan : otherJob, jobId: otherJob })),
      undefined,
    ],
  ])("%s: %s", async (_, bring, expected) => {
    for (const [gone, heir] of [
      ["plan", running("plan", b)],
      ["plan", running("job", b)],
      ["job", running("job", b)],
    ] as const) {
      declarations = new Declarations();
      await bring(heir);
      const found = declarations.heirOf(declared(gone, "stopped"), { kind: gone, ...a }, sleep);
      if (expected === failed || expected === never)
        await expect(found).rejects.toThrow(new RegExp(`"b" .*${expected}`));
      else expect(await found).toBe(expected);
    }
  });

  const heirOf = (owner: string | undefined) =>
    declarations.heirOf(declared("plan", "stopped"), { kind: "plan", owner }, sleep);

  test("which may be its replacement", async () => {
    await carryOut(running("plan", a));
    expect(await Promise.all(["a", "b", undefined].map(heirOf))).toEqual(["its replacement", another, another]);
  });

  test("and stopped where it is replaced later, whoever else is to come; and where nobody knows its name", async () => {
    for (const one of [a, b]) fresh(running("plan", one));
    expect(await heirOf("a")).toBeUndefined();
    await expect(heirOf("c")).rejects.toThrow(never);
    await expect(heirOf(undefined)).rejects.toThrow(never);
    declarations.check(running("plan", b), [], "new");
    expect(await heirOf(undefined)).toBeUndefined();
    await fail(running("plan", b));
    await expect(heirOf("a")).rejects.toThrow(failed);
  });

  test("and is waited for, for a moment, where it is to come", async () => {
    fresh(running("plan", b));
    await expect(heirOf("c")).rejects.toThrow(never);
    expect(slept).toBe(2_000);
    [slept, whileAsleep] = [0, () => carryOut(running("plan", b))];
    expect([await heirOf("c"), slept]).toEqual([another, 1_000]);
  });

  test("where many wait, they look for news of others together", async () => {
    const news = jest.fn(() => []);
    declarations = new Declarations({ tell: () => undefined, news });
    fresh(running("job", b));
    news.mockClear();
    const plans = Array.from({ length: 50 }, (_, index) =>
      declared("plan", "stopped", { id: `p${index}`, jobId: job }),
    );
    const later = (ms: number) => new Promise<void>((resolve) => setImmediate(() => resolve(sleep(ms))));
    const waiting = plans.map((one) => declarations.heirOf(one, { kind: "plan", ...a }, later));
    for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe("rejected");
    expect(news).toHaveBeenCalledTimes(plans.length + 2_000 / 50);
  });

  test("and is waited for while it is under way", async () => {
    for (const outcome of ["done", "failed"]) {
      let end = (): void => undefined;
      const work = new Promise<void>((resolve) => (end = resolve)).then(() => {
        if (outcome === "failed") throw new Error("It failed.");
      });
      const carriedOut = declarations.carryOut(running("plan", b), () => work).catch(() => undefined);
      const found = heirOf("c");
      end();
      await carriedOut;
      if (outcome === "done") expect(await found).toBe(another);
      else await expect(found).rejects.toThrow(failed);
    }
  });

  test("and not to one that declares it stopped, nor a job to the resource of one plan", async () => {
    await carryOut(stopped("plan", b));
    expect(await heirOf("a")).toBeUndefined();
    declarations = new Declarations();
    await carryOut(running("plan", b));
    expect(await declarations.heirOf(declared("job", "stopped"), { kind: "job", ...a }, sleep)).toBeUndefined();
  });
});

test("what was done is done, also where others cannot be told of its end", async () => {
  let isDeaf = false;
  const tell = () => {
    if (isDeaf) throw new Error("Nobody hears.");
  };
  const deaf = new Declarations({ tell, news: () => [] });
  const work = () => {
    isDeaf = true;
    return Promise.resolve("done");
  };
  expect(await deaf.carryOut(running("plan", a), work)).toBe("done");
  await expect(deaf.carryOut(running("plan", b), work)).rejects.toThrow("Nobody hears.");
});

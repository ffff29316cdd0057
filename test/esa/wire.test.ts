import * as v from "valibot";

import { classify } from "../../provider/esa/errors/classify";
import { jobsAnswer, listAnswer, planAnswer } from "../../provider/esa/wire";
import { jobId, otherPlanId, planId } from "../world/world";
import { clientOf, errorOf } from "./connection";
import { serve, type Loopback } from "./sending/servers";

const plan = { Id: planId, JobId: jobId, Status: "running" };

describe("an element that only decorates never makes an answer unreadable", () => {
  test.each<[string, unknown, unknown]>([
    ["Interval", "60", 60],
    ["AliUid", 1234567890123456, "1234567890123456"],
    ["StartTime", 1717146648849, "1717146648849"],
    // JSON.parse has rounded it: another account than the service's.
    ["AliUid", 2 ** 60, undefined],
  ])("%s %j is %j", (name, value, expected) => {
    const answer = v.parse(planAnswer, { RequestId: "R", ...plan, [name]: value });
    expect(answer).toMatchObject({ RequestId: "R", ...plan, [name]: expected });
  });

  test.each<[string, unknown[], unknown]>([
    ["Interval", ["ten", "0y", 1.5, "1.5", 2 ** 53], undefined],
    ["JobId", [], undefined],
    ["RequestId", [], ""],
  ])("%s is absent where it is something else", (name, values, expected) => {
    for (const value of [...values, true, {}, [], ["x"], "", " ", null, undefined]) {
      expect(v.parse(planAnswer, { ...plan, [name]: value })).toMatchObject({ Id: planId, [name]: expected });
    }
  });

  test("nor of a job", () => {
    const job = { Id: "1", Domains: "a", Name: 3, UrlCount: {}, CreatedAt: [] };
    const { Jobs } = v.parse(jobsAnswer, { TotalCount: "1", Jobs: [job] });
    expect(Jobs).toEqual([{ Id: "1", Domains: "a", Name: "3" }]);
  });
});

describe("a status", () => {
  test.each([
    ["Stopped", "stopped"],
    ["RUNNING ", "running"],
    ["Paused", "paused"],
  ])("%j is read as %j", (Status, expected) => {
    expect(v.parse(planAnswer, { ...plan, Status }).Status).toBe(expected);
  });

  test.each([undefined, null, 7, "", {}])("%j is none: the answer cannot be read", (Status) => {
    expect(v.safeParse(planAnswer, { ...plan, Status }).success).toBe(false);
  });
});

describe("a List", () => {
  const other = { Id: otherPlanId, Status: "running" };
  const list = (TotalCount: unknown, ...Executions: unknown[]) => ({ TotalCount, Executions });

  test.each([1, "1", " 1 "])("counts %j plans", (count) => {
    expect(v.parse(listAnswer, list(count, plan))).toMatchObject({ TotalCount: 1, RequestId: "" });
  });

  test.each([undefined, null, "", "many", -1, 1.5, {}])("does not count %j", (count) => {
    expect(v.safeParse(listAnswer, list(count, plan)).success).toBe(false);
  });

  test.each([{ Status: "running" }, { Id: 7, Status: "running" }, { ...other, Status: 7 }, null, "x"])(
    "shows the other plans beside %j, and counts it, so that it isn't complete",
    (broken) => {
      for (const count of [1, 2]) {
        const { TotalCount, Executions } = v.parse(listAnswer, list(count, plan, broken));
        expect([TotalCount, Executions.map(({ Id }) => Id)]).toEqual([2, [planId]]);
      }
      expect(v.parse(listAnswer, list(5, plan, broken)).TotalCount).toBe(5);
      expect(v.safeParse(listAnswer, list(1, broken)).issues).toMatchObject([
        { path: [{ key: "Executions" }], message: "no entry can be read" },
      ]);
    },
  );

  test.each([{ TotalCount: 0 }, { TotalCount: 1, Executions: "none" }, [plan], null])("is not %j", (answer) => {
    expect(v.safeParse(listAnswer, answer).success).toBe(false);
  });
});

test("control characters are in no element", () => {
  const evil = (text: string) => `\u001b[31m${text}\u0000\u009b\u202e\u2066\r\n`;
  const decorated = { StartTime: evil("2024"), RequestId: evil("R"), JobId: evil(jobId) };
  const answer = v.parse(planAnswer, { Id: planId, Status: evil("running"), ...decorated });
  expect(JSON.stringify(answer)).not.toMatch(/\\u|\\[rn]|\u202e|\u2066|\u009b/);
  expect(answer).toMatchObject({ JobId: `[31m${jobId}`, RequestId: "[31mR" });
});

describe("an answer of HTTP 200", () => {
  let server: Loopback;
  let body: unknown;
  beforeAll(async () => (server = await serve(() => ({ body }))));
  afterAll(() => server.close());

  const call = (method: "stop" | "list") =>
    clientOf(server.host)[method](planId, { deadlineMs: Date.now() + 10_000, repeatAmbiguous: false });

  test.each([
    [{ Code: "InvalidExecution.NotFound", Message: "m", RequestId: "R" }, "InvalidExecution.NotFound", "gone"],
    [{ Code: "Surprise", Message: "m", RequestId: "R" }, "Surprise", "unlisted"],
    [{ Code: 5003, Message: "m", RequestId: "R" }, "5003", "unlisted"],
  ])("%j is the error of that code", async (given, code, kind) => {
    body = given;
    for (const method of ["stop", "list"] as const) {
      const error = await errorOf(call(method));
      expect(error).toMatchObject({ code, statusCode: 200, requestId: "R", reason: "m" });
      expect(classify(error)).toBe(kind);
    }
  });

  test.each(["Success", "OK", "ok", "200", 200, "0", "", null, {}])(
    "with the Code %j and no plan is unreadable",
    async (Code) => {
      body = { Code, RequestId: "R" };
      expect(await errorOf(call("stop"))).toMatchObject({ code: "UnreadableAnswer", requestId: "R" });
    },
  );

  test.each<["stop" | "list", unknown, string]>([
    ["stop", { ...plan, Id: undefined }, "the answer's Id is not as documented (it is missing)"],
    ["stop", { ...plan, Status: "\n" }, "the answer's Status is not as documented (it is empty)"],
    ["stop", { ...plan, Id: ["hush"] }, "the answer's Id is not as documented (expected string, received object)"],
    ["list", { Executions: [] }, "the answer's TotalCount is not as documented (it is missing)"],
    ["list", { TotalCount: "hush", Executions: [] }, "the answer's TotalCount .* (expected a number of entries)"],
    ["list", { TotalCount: 1, Executions: "hush" }, "the answer's Executions .* (expected array, received string)"],
    ["list", { TotalCount: 1, Executions: ["hush"] }, "the answer's Executions .* (no entry can be read)"],
  ])("to %s, %j, is unreadable for a reason that holds no value", async (method, answer, reason) => {
    body = answer;
    expect((await errorOf(call(method))).reason).toBe(reason.replace(".*", "is not as documented"));
  });

  test.each(["Success", "Surprise"])("with the Code %j and a plan is that plan", async (Code) => {
    body = { Code, ...plan };
    await expect(call("stop")).resolves.toMatchObject({ Id: planId, Status: "running", RequestId: "" });
  });

  test("quotes no secret", async () => {
    body = { Code: "Surprise", Message: "The key hush-secret is no good.\u001b[2J" };
    expect((await errorOf(call("stop"))).message).toContain("The key *** is no good.[2J");
  });
});

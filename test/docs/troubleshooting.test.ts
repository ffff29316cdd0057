import { credentialsFor } from "../../provider/esa/credentials";
import { isPassing, toEsaError } from "../../provider/esa/errors/classify";
import { EsaError } from "../../provider/esa/errors/error";
import { ownCodes, remedies } from "../../provider/esa/errors/remedies";
import { assertOfJob, type Plan } from "../../provider/esa/plans";
import * as failures from "../../provider/run/failures";
import { readSettings } from "../../provider/settings";
import { apiError } from "../../simulator/wire/errors";
import { codeBlocks, read, tokensOf } from "./markdown";

const planId = "66599bd7397885b43804901c";
const jobId = "665d3af3621bccf3fe29e1a4";
const requestId = "CB1A380B-09F0-41BB-A198-72F8FD6DA2FE";

/** The parts below a heading of the third level, which name codes. */
const sections = read("docs/troubleshooting.md")
  .split(/^(?=#{1,3} )/m)
  .filter((part) => part.startsWith("### "))
  .map((text) => {
    const [heading = ""] = text.split("\n");
    const codes = tokensOf(heading).flatMap(({ type, content }) => (type === "code_inline" ? [content] : []));
    return { heading, codes, text, examples: codeBlocks(text).map(({ code }) => code.trimEnd()) };
  });

const plan = { Id: planId, JobId: jobId, StartTime: "2024-05-31T17:10:48.849+08:00" } as Plan;
const running = { ...plan, Status: "running" };

/** What the code itself says, by one or more ways to a code of its own. */
const produced: Record<string, EsaError[]> = {
  [ownCodes.planWaiting]: [failures.waiting(plan)],
  [ownCodes.notReached]: [failures.notReached(planId, "stopped", running, 300)],
  [ownCodes.planAbsent]: [failures.absent(planId, jobId)],
  [ownCodes.conflict]: [
    failures.contradiction(`plan ${planId}`, ['"a" running', '"b" stopped']),
    failures.notLeft(`plan ${planId}`, '"b"'),
  ],
  [ownCodes.planElsewhere]: [caught(() => assertOfJob({ ...plan, JobId: "665d3af3621bccf3fe29e1a5" }, planId, jobId))],
  [ownCodes.cancelled]: [failures.cancelledBefore(planId, "stopped", running)],
  [ownCodes.goneElsewhere]: [
    failures.goneElsewhere(`plan ${planId}`, "esa.cn-hangzhou.aliyuncs.com", "esa.ap-southeast-1.aliyuncs.com"),
  ],
  [ownCodes.unknownStatus]: [failures.unknownStatus({ ...plan, Status: "paused" })],
  [ownCodes.settings]: [caught(() => readSettings(() => undefined, {}))],
};

/** What Node or the API client throws for those that a call makes. */
const thrown: Record<string, unknown> = {
  [ownCodes.unreachable]: Object.assign(new Error("-"), { code: "ECONNREFUSED" }),
  [ownCodes.connectionBroken]: Object.assign(new Error("-"), { code: "ECONNRESET" }),
  [ownCodes.timeout]: Object.assign(new Error("-"), { name: "RequestTimeoutError" }),
  [ownCodes.unreadable]: new SyntaxError("-"),
  [ownCodes.tls]: Object.assign(new Error("-"), { code: "EPROTO" }),
  [ownCodes.unexpected]: undefined,
};

function caught(call: () => unknown): EsaError {
  try {
    call();
  } catch (error) {
    return error as EsaError;
  }
  throw new Error("nothing was thrown");
}

/** The error of a call; its example names the operation and, of a family, the code. */
function failedCall(section: string, example: string): EsaError {
  const action = /^(\w+) failed: /.exec(example)?.[1] ?? "";
  const code = new RegExp(section.replace("*", "[\\w.]*")).exec(example)?.[0] ?? section;
  if (code in thrown) return toEsaError(thrown[code], action).with({ planId, jobId });
  if ((Object.values(ownCodes) as string[]).includes(code)) {
    // The reason depends on the machine or the answer: here only what surrounds it is checked.
    const reason = (example.split("\n")[0] ?? "").replace(`${action} failed: ${code}: `, "");
    return new EsaError({ code, reason, action, planId, jobId, requestId: action && requestId });
  }
  const { status, message } = apiError(code);
  const answer = { statusCode: status, code, data: { Message: message, RequestId: requestId } };
  return toEsaError(answer, action).with({ planId, jobId });
}

const { explain } = credentialsFor({
  kind: "static",
  accessKeyId: "id",
  accessKeySecret: "secret",
  origin: "the stack configuration (alicloud:accessKey)",
  configured: true,
});

test("every code has one section, and no section names a code that doesn't exist", () => {
  const known = new Set([...Object.keys(remedies), ...Object.values(ownCodes)]);
  expect(sections.flatMap(({ codes }) => codes).sort()).toEqual([...known].sort());
});

describe.each(sections)("$heading", ({ codes, text, examples }) => {
  const [code = "", ...others] = codes;

  test("says what to do, the same for all its codes", () => {
    expect(text).toMatch(/\n\n\S[^]*\n\n\*\*What to do:\*\* \S/);
    for (const other of others) expect(remedies[other]).toBe(remedies[code]);
  });

  test("shows the messages that the code makes", () => {
    const call = failedCall(code, examples[0] ?? "");
    const errors = produced[code] ?? [explain(call.with({ attempts: isPassing(call) ? 5 : 1 }))];
    expect(examples).toEqual(errors.map(({ message }) => message));
  });
});

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
const list = "ListScheduledPreloadExecutions";
const page = "docs/troubleshooting.md";
const text = read(page);

/** The parts below a heading of the third level, which name codes. */
const sections = text
  .split(/^(?=#{1,3} )/m)
  .filter((part) => part.startsWith("### "))
  .map((section) => {
    const [heading = ""] = section.split("\n");
    const codes = tokensOf(heading).flatMap(({ type, content }) => (type === "code_inline" ? [content] : []));
    return { heading, codes, section, examples: codeBlocks(page, section).map(({ code }) => code.trimEnd()) };
  });

const plan = { Id: planId, JobId: jobId, StartTime: "2024-05-31T17:10:48.849+08:00" } as Plan;
const running = { ...plan, Status: "running" };

/** What the code says, by one or more ways to a code of its own. */
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
  [ownCodes.unreachable]: failedCall({ code: "ECONNREFUSED" }),
  [ownCodes.connectionBroken]: failedCall({ code: "ECONNRESET" }),
  [ownCodes.timeout]: failedCall({ name: "RequestTimeoutError" }),
  [ownCodes.unreadable]: failedCall(new SyntaxError("-")),
  [ownCodes.tls]: failedCall({ code: "EPROTO" }),
  [ownCodes.unexpected]: failedCall(undefined),
  // Their reasons depend on the answer or the machine, and are what the page says: here it is what surrounds them.
  [ownCodes.incompleteList]: failedWith("incompleteList", "the answer holds 9 of 10 plans and not this one", list),
  [ownCodes.proxyUnreachable]: failedWith("proxyUnreachable", /^The proxy .*\)\.$/m.exec(text)?.[0]),
  [ownCodes.credentials]: failedWith("credentials", /^No credentials from .*/m.exec(text)?.[0]),
};

function caught(call: () => unknown): EsaError {
  try {
    call();
  } catch (error) {
    return error as EsaError;
  }
  throw new Error("nothing was thrown");
}

function failedWith(code: keyof typeof ownCodes, reason = "", action?: string): EsaError[] {
  return failedCall(new EsaError({ code: ownCodes[code], reason, action, requestId: action && requestId }));
}

/** @param thrown by Node or by the client of the API */
function failedCall(thrown: unknown, action = list): EsaError[] {
  const error = toEsaError(thrown, action).with({ planId, jobId });
  const origin = "the stack configuration (alicloud:accessKey)";
  const key = { kind: "static", accessKeyId: "id", accessKeySecret: "secret", origin, configured: true } as const;
  return [credentialsFor(key).explain(error.with({ attempts: isPassing(error) ? 5 : 1 }))];
}

/** A refusal by the API; its example names the operation and, of a family, the code. */
function refused(known: string, example = ""): EsaError[] {
  const code = new RegExp(known.replace("*", "[\\w.]*")).exec(example)?.[0] ?? known;
  const { status, message } = apiError(code);
  const answer = { statusCode: status, code, data: { Message: message, RequestId: requestId } };
  return failedCall(answer, /^\w+/.exec(example)?.[0]);
}

test("every code has one section, and no section names a code that doesn't exist", () => {
  const known = new Set([...Object.keys(remedies), ...Object.values(ownCodes)]);
  expect(sections.flatMap(({ codes }) => codes).sort()).toEqual([...known].sort());
});

describe.each(sections)("$heading", ({ codes, section, examples }) => {
  const [code = "", ...others] = codes;

  test("says what to do, the same for all its codes", () => {
    expect(section).toMatch(/\n\n\S[^]*\n\n\*\*What to do:\*\* \S/);
    for (const other of others) expect(remedies[other]).toBe(remedies[code]);
  });

  test("shows the messages that the code makes", () => {
    const errors = produced[code] ?? refused(code, examples[0]);
    expect(examples).toEqual(errors.map(({ message }) => message));
  });
});

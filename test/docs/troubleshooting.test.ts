import { credentialsFor } from "../../provider/esa/credentials";
import { toEsaError } from "../../provider/esa/errors/classify";
import { EsaError } from "../../provider/esa/errors/error";
import { ownCodes, remedies } from "../../provider/esa/errors/remedies";
import { assertOfJob, type Plan } from "../../provider/esa/plans";
import * as failures from "../../provider/run/failures";
import { readSettings } from "../../provider/settings";
import { apiError } from "../../simulator/wire/errors";
import { codeBlocks, read, tokensOf } from "./markdown";

const planId = "66599bd7397885b43804901c";
const jobId = "665d3af3621bccf3fe29e1a4";
const page = "docs/troubleshooting.md";
const text = read(page);

/** The codes that a text names as code, in its order. */
const codesIn = (part: string) =>
  tokensOf(part).flatMap(({ type, content }) => (type === "code_inline" ? content : []));

/** Sections of messages that show no code: the heading names it. */
const sections = text
  .split(/^(?=#{1,3} )/m)
  .filter((part) => part.startsWith("### "))
  .map((section) => {
    const [heading = ""] = section.split("\n");
    const examples = codeBlocks(page, section).flatMap(({ code }) => code.trimEnd().split("\n"));
    return { heading, section, codes: codesIn(heading), examples };
  });

/** Rows of tables that name a code in their first column. */
const rows = [...text.matchAll(/^\| (`[^|]*`) *\| (.*?) *\|$/gm)].map(([, names = "", explanation = ""]) => ({
  codes: codesIn(names),
  explanation,
}));

const plan = { Id: planId, JobId: jobId, StartTime: "2024-05-31T17:10:48.849+08:00" } as Plan;
const running = { ...plan, Status: "running" };
const stopped = failures.notReached(planId, "stopped", running, { setBy: "timeoutSeconds", seconds: 300 });

/** The errors whose first lines a section shows. */
const produced: Record<string, EsaError[]> = {
  [ownCodes.settings]: [caught(() => readSettings(() => undefined, {}))],
  [ownCodes.planAbsent]: [failures.absent(planId, jobId)],
  [ownCodes.planElsewhere]: [
    caught(() => assertOfJob({ ...plan, JobId: "665d3af3621bccf3fe29e1a5" }, planId, jobId)),
    failures.jobUnknown(planId),
    failures.getWithoutJob(planId),
  ],
  [ownCodes.planWaiting]: [
    failures.waiting(plan),
    failures.startsTooLate(plan, { setBy: "timeoutSeconds", timeoutSeconds: 300 }, 3600),
  ],
  [ownCodes.notReached]: [
    stopped,
    failures.busy(planId, "stopped", 300),
    failures.failedAfterStart(planId, plan),
    failures.plansNotReached(jobId, "stopped", 10, [stopped, stopped]),
  ],
  [ownCodes.conflict]: [
    failures.contradiction(`plan ${planId}`, ['"a" running', '"b" stopped']),
    failures.notLeft("plan", planId, '"b"', true),
    failures.notLeft("plan", planId, '"b"', false),
  ],
  [ownCodes.goneElsewhere]: [
    failures.goneElsewhere(`plan ${planId}`, "esa.cn-hangzhou.aliyuncs.com", "esa.ap-southeast-1.aliyuncs.com"),
  ],
  [ownCodes.cancelled]: [failures.cancelledBefore(planId, "stopped", running)],
  [ownCodes.unknownStatus]: [failures.unknownStatus({ ...plan, Status: "paused" })],
};

/** Their reasons depend on the machine or on what answered: the shape of the first line is known. */
const shapes: Record<string, RegExp> = {
  [ownCodes.credentials]: /^No credentials from the default credential chain: .*\.$/,
  [ownCodes.proxyUnreachable]: /^The proxy http:\/\/\S+ cannot be reached \(ECONNREFUSED\)\.$/,
};

function caught(call: () => unknown): EsaError {
  try {
    call();
  } catch (error) {
    return error as EsaError;
  }
  throw new Error("nothing was thrown");
}

test("every code is explained once, and no other is", () => {
  const explained = [...sections, ...rows].flatMap(({ codes }) => codes);
  expect(explained.sort()).toEqual([...new Set([...Object.keys(remedies), ...Object.values(ownCodes)])].sort());
});

test.each(rows)("$codes", ({ explanation }) => {
  expect(explanation).toMatch(/^[A-Z].*\.$/);
});

test.each(sections)(
  "$heading explains, and shows the first lines of its messages as they are",
  ({ section, codes, examples }) => {
    expect(section).toMatch(/^### .*\n\n[A-Z][^]*\.\n\n```text\n/);
    const [code = ""] = codes;
    const shape = shapes[code];
    if (shape) expect(examples).toEqual([expect.stringMatching(shape)]);
    else expect(examples).toEqual(produced[code]?.map(({ message }) => message.split("\n")[0]));
  },
);

test("the first example is what a refused call says", () => {
  const code = "InvalidExecution.NotFound";
  const { status, message } = apiError(code);
  const data = { Message: message, RequestId: "CB1A380B-09F0-41BB-A198-72F8FD6DA2FE" };
  const refused = toEsaError({ statusCode: status, code, data }, "StopScheduledPreloadExecution");
  const origin = "the stack configuration (alicloud:accessKey)";
  const key = { kind: "static", accessKeyId: "id", accessKeySecret: "secret", origin, configured: true } as const;
  const error = credentialsFor(key).explain(refused.with({ planId, jobId }));
  expect(codeBlocks(page)[0]?.code.trimEnd()).toBe(error.message);
});

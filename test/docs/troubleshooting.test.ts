import { EsaError } from "../../provider/esa/errors/error";
import { assertOfJob, type Plan } from "../../provider/esa/plans";
import { ownCodes, remedies } from "../../provider/esa/errors/remedies";
import * as failures from "../../provider/run/failures";
import { codeBlocks, tokensOf } from "./markdown";
import { apiError } from "../../simulator/wire/errors";
import { read } from "./markdownFiles";

const PLAN = "66599bd7397885b43804901c";
const JOB = "665d3af3621bccf3fe29e1a4";
const OTHER_JOB = "665d3af3621bccf3fe29e1a5";

interface Section {
  readonly heading: string;
  readonly codes: string[];
  readonly text: string;
  readonly examples: string[];
}

/** The parts below a heading of the third level, which name codes. */
const sections: Section[] = read("docs/troubleshooting.md")
  .split(/^(?=#{1,3} )/m)
  .filter((part) => part.startsWith("### "))
  .map((text) => {
    const [heading = ""] = text.split("\n");
    const codes = tokensOf(heading).flatMap(({ type, content }) => (type === "code_inline" ? [content] : []));
    return { heading, codes, text, examples: codeBlocks(text).map(({ code }) => code.trimEnd()) };
  });

const snapshots = read("test/engine/failures/__snapshots__/messages.test.ts.snap");

/** What the code itself says where no call failed. */
const plan: Plan = {
  Id: PLAN,
  JobId: JOB,
  Status: "waiting",
  StartTime: "2024-05-31T17:10:48.849+08:00",
  EndTime: undefined,
  AliUid: undefined,
  Interval: undefined,
  SliceLen: undefined,
};
const produced: Record<string, EsaError[]> = {
  [ownCodes.planWaiting]: [failures.waiting(plan)],
  [ownCodes.notReached]: [failures.notReached(PLAN, "stopped", { ...plan, Status: "running" }, 300)],
  [ownCodes.planAbsent]: [failures.absent(PLAN, JOB)],
  [ownCodes.conflict]: [
    failures.contradiction(`plan ${PLAN}`, ['"a" running', '"b" stopped']),
    failures.notLeft(`plan ${PLAN}`, '"b"'),
  ],
  [ownCodes.planElsewhere]: [
    caught(() => {
      assertOfJob({ ...plan, JobId: OTHER_JOB }, PLAN, JOB);
    }),
  ],
  [ownCodes.cancelled]: [failures.cancelledBefore(PLAN, "stopped", { ...plan, Status: "running" })],
  [ownCodes.goneElsewhere]: [
    failures.goneElsewhere(`plan ${PLAN}`, "esa.cn-hangzhou.aliyuncs.com", "esa.ap-southeast-1.aliyuncs.com"),
  ],
  [ownCodes.unknownStatus]: [failures.unknownStatus({ ...plan, Status: "paused" })],
};

function caught(call: () => unknown): EsaError {
  try {
    call();
  } catch (error) {
    return error as EsaError;
  }
  throw new Error("nothing was thrown");
}

test("every code has one section, and no section names a code that doesn't exist", () => {
  const known = new Set([...Object.keys(remedies), ...Object.values(ownCodes)]);
  expect(sections.flatMap(({ codes }) => codes).sort()).toEqual([...known].sort());
});

describe.each(sections)("$heading", ({ codes, text, examples }) => {
  const [code = ""] = codes;
  const errors = produced[code];

  test("says what to do, and shows one message, or each that is told apart", () => {
    expect(text).toMatch(/\n\n\S[^]*\n\n\*\*What to do:\*\* \S/);
    expect(examples).toHaveLength(errors?.length ?? 1);
  });

  test("its codes have one remedy", () => {
    expect(new Set(codes.map((name) => remedies[name])).size).toBe(1);
  });

  test.each(examples)("its message is one that the code makes", (example) => {
    const parsed = parse(example, code);
    expect(example).toBe(new EsaError(parsed).message);
    // Codes with a remedy for each case have none in the catalogue; what they say is produced or a snapshot.
    const remedy = errors ? undefined : remedies[code];
    if (remedy !== undefined) expect(parsed.remedy?.split("\n")[0]).toBe(remedy);
    const family = codes.map((name) => name.replace("*", ""));
    expect(family.some((name) => parsed.code.startsWith(name))).toBe(true);
  });

  test("its reason is the service's, the code's, or what a user has seen on the engine", () => {
    if (errors) {
      expect(examples).toEqual(errors.map(({ message }) => message));
      return;
    }
    const [example = ""] = examples;
    const parsed = parse(example, code);
    if (!(Object.values(ownCodes) as string[]).includes(code)) {
      const { status, message } = apiError(parsed.code);
      expect([parsed.statusCode, parsed.reason]).toEqual([status, message]);
      return;
    }
    // Made by a fault that no run of the engine meets; the parts of the message are tested above.
    const unseen: string[] = [
      ownCodes.timeout,
      ownCodes.unexpected,
      ownCodes.incompleteList,
      ownCodes.proxyUnreachable,
    ];
    if (unseen.includes(code)) return;
    expect(snapshots).toContain(
      example
        .replace(/after \d+ attempts/, "after <n> attempts")
        .replaceAll("`", "\\`")
        .split("\n")
        .map((line, index) => (index === 0 ? line : `    ${line}`))
        .join("\n"),
    );
  });
});

/** The details that make a message, read back from it. */
function parse(message: string, code: string): ConstructorParameters<typeof EsaError>[0] & { code: string } {
  const [first = "", ...more] = message.split("\n").map((line) => line.trim());
  const call = /^(\w+) failed: ([\w.]+)(?: \(HTTP (\d+)\))?: (.*)$/.exec(first);
  const hasCircumstances = /^(plan|job|request) \S+(, |$)/.test(more[0] ?? "");
  const circumstances = hasCircumstances ? (more.shift() ?? "") : "";
  const named = (word: string) => new RegExp(`${word} ([\\w-]+)`).exec(circumstances)?.[1];
  const attempts = /after (\d+) attempts/.exec(circumstances)?.[1];
  return {
    code: call?.[2] ?? code,
    reason: call?.[4] ?? first,
    action: call?.[1],
    statusCode: call?.[3] === undefined ? undefined : Number(call[3]),
    planId: named("plan"),
    jobId: named("job"),
    requestId: named("request"),
    attempts: attempts === undefined ? undefined : Number(attempts),
    remedy: more.join("\n"),
  };
}

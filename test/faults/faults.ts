import type { Fault } from "../../simulator";

/**
 * What a fault amounts to, after the documents and not after the code under test.
 *
 * - `passing`: over the next time. - `final`: a refusal that stays. - `gone`: the plan or its job does not exist.
 * - `unlisted`: a code of no document, which only the plan's status can explain.
 */
export type Nature = "passing" | "final" | "gone" | "unlisted";

/** A fault of the matrix. */
export interface FaultCase {
  readonly name: string;
  readonly nature: Nature;
  /** Whether the call takes effect all the same: never, on receipt, or when it is answered at last. */
  readonly effect: "none" | "at once" | "late";
  /** Whether the answer itself says that there was no effect. */
  readonly tellsNoEffect: boolean;
  readonly fault: Omit<Fault, "action" | "times">;
}

/** Real milliseconds: how long a provider that meets a slow answer waits, and how long that answer takes. */
export const readTimeoutMs = 20;
const slowMs = 50;

/** A secret part of the canonical request, as gateways quote it back. */
export const quotedSignature = "0f".repeat(32);

const transport: readonly FaultCase[] = [
  passing("throttle", { kind: "throttle" }, { tellsNoEffect: true }),
  passing("503", { kind: "http503" }),
  passing("HTML 502", { kind: "html502" }),
  passing("truncated JSON", { kind: "truncated" }, { effect: "at once" }),
  passing("truncated JSON before the effect", { kind: "truncated", afterEffect: false }),
  passing("reset before the effect", { kind: "reset" }),
  passing("reset after the effect", { kind: "resetAfterEffect" }, { effect: "at once" }),
  passing("503 after the effect", { kind: "http503", afterEffect: true }, { effect: "at once" }),
  passing("slow", { kind: "slow", delayMs: slowMs }, { effect: "at once" }),
  passing("slow, with a late effect", { kind: "slow", delayMs: slowMs, afterEffect: false }, { effect: "late" }),
  passing("wrong types", { kind: "wrongTypes" }, { effect: "at once" }),
  passing("wrong types before the effect", { kind: "wrongTypes", afterEffect: false }),
];

/** The ten codes of the operation's error table, but TooManyRequests, which is the fault `throttle`. */
const esaCodes: readonly FaultCase[] = [
  ...[
    "InvalidEndTime.Mismatch",
    "InvalidJob.JobCountOfSiteFull",
    "InvalidParameter.ObjectId",
    "MissingOssUrl",
    "MissingUrlList",
    "InvalidUid.PermissionDenied",
    "LogNotFound",
  ].map((code) => refused(code, "final")),
  refused("InvalidJob.NotFound", "gone"),
  refused("InvalidExecution.NotFound", "gone"),
];

const gatewayCodes: readonly FaultCase[] = [
  ...["Throttling", "Throttling.User", "Throttling.Api"].map((code) =>
    passing(code, { kind: "error", code }, { tellsNoEffect: true }),
  ),
  ...["InternalError", "ServiceUnavailable", "SignatureNonceUsed"].map((code) =>
    passing(code, { kind: "error", code }),
  ),
  ...[
    "InvalidAccessKeyId.NotFound",
    "InvalidAccessKeyId.Inactive",
    "InvalidSecurityToken.Expired",
    "InvalidSecurityToken.Malformed",
    "InvalidSecurityToken.MismatchWithAccessKey",
    "MissingSecurityToken",
    "IllegalTimestamp",
    "InvalidTimeStamp.Expired",
    "Forbidden.RAM",
    "NoPermission",
    "InvalidAction.NotFound",
  ].map((code) => refused(code, "final")),
  refused("Surprise.NoDocumentListsIt", "unlisted"),
];

/** Every fault of the matrix. `token` is what a gateway that quotes the signed text gives away. */
export function faultCases(token: string): readonly FaultCase[] {
  const quoting = `Specified signature is not matched with our calculation. server string to sign is:POST\n/\nSecurityToken=${token}&x-acs-security-token:${token}\nSignature=${quotedSignature}`;
  return [...transport, ...esaCodes, ...gatewayCodes, refused("SignatureDoesNotMatch", "final", quoting)];
}

function passing(
  name: string,
  fault: FaultCase["fault"],
  also: Partial<Pick<FaultCase, "effect" | "tellsNoEffect">> = {},
): FaultCase {
  return { name, nature: "passing", effect: "none", tellsNoEffect: false, fault, ...also };
}

function refused(code: string, nature: Nature, message?: string): FaultCase {
  const fault = { kind: "error", code, ...(message !== undefined && { message }) } as const;
  return { name: code, nature, effect: "none", tellsNoEffect: true, fault };
}

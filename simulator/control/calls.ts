import type { Call } from "../types";
import { decodePairs, splitTarget, type SignableRequest } from "../wire/request";

/** What the log shows of a call before it is answered. */
type Seen = Omit<Call, "status" | "code" | "effect" | "time">;

/** The log of API calls. Entries are completed when the call is answered. */
export class CallLog {
  private entries: Call[] = [];

  /** Notes a call that has come in; the caller completes what is returned. */
  begin(request: SignableRequest, nowMs: number): Call {
    const call: Call = {
      ...describe(request),
      status: null,
      code: null,
      time: new Date(nowMs).toISOString(),
      effect: false,
    };
    this.entries.push(call);
    return call;
  }

  list(): Call[] {
    return structuredClone(this.entries);
  }

  clear(): void {
    this.entries = [];
  }
}

/** What the log shows of a request: never a secret, a token or a signature. */
function describe({ method, target, headers, body }: SignableRequest): Seen {
  const query = Object.fromEntries(withoutSecrets(pairs(splitTarget(target).query)));
  const parsed = parseBody(headers.get("content-type") ?? "", body.toString("utf8"));
  const authorization = headers.get("authorization");
  // Without the header, the signature is of the older method, which has its names among the parameters.
  const { Action, AccessKeyId } = authorization ? {} : { ...parsed, ...query };
  return {
    action: textOf(Action) ?? headers.get("x-acs-action") ?? null,
    method,
    query,
    body: parsed,
    accessKeyId: textOf(AccessKeyId) ?? /\bCredential=([^,\s]*)/.exec(authorization ?? "")?.[1] ?? null,
    userAgent: headers.get("user-agent") ?? null,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function pairs(encoded: string): [string, string][] {
  try {
    return decodePairs(encoded);
  } catch {
    return [];
  }
}

/** Calls of the older signature method carry these among their parameters. */
function withoutSecrets(parameters: [string, string][]): [string, string][] {
  return parameters.map(([name, value]) => [name, /^(signature|securitytoken)$/i.test(name) ? "***" : value]);
}

function parseBody(contentType: string, text: string): Call["body"] {
  if (text === "") return null;
  if (!/json/i.test(contentType)) return Object.fromEntries(withoutSecrets(pairs(text)));
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Call["body"]) : null;
  } catch {
    return null;
  }
}

import { randomUUID } from "node:crypto";
import type { ApiError } from "../wire/errors";

/** What a call is answered: HTTP status and JSON. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** What goes back over the connection; "cut" destroys it without an answer. */
export type Delivery =
  { do: "send"; status: number; contentType: string; text: string; code: string | null } | { do: "cut" };

/** An answer as it goes back over the connection. */
export function jsonDelivery({ status, body }: Answer): Delivery {
  const code = typeof body.Code === "string" ? body.Code : null;
  return { do: "send", status, contentType: "application/json;charset=utf-8", text: JSON.stringify(body), code };
}

/** A request id of the API's form. */
export function newRequestId(): string {
  return randomUUID().toUpperCase();
}

/** ESA's own form of an error: RequestId, HostId, Code, Message, Recommend. */
export function errorAnswer({ status, code, message }: ApiError, requestId: string, host: string): Answer {
  const Recommend = `https://api.alibabacloud.com/troubleshoot?q=${encodeURIComponent(code)}&product=ESA&requestId=${requestId}`;
  return { status, body: { RequestId: requestId, HostId: host, Code: code, Message: message, Recommend } };
}

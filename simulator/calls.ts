import type { Call } from "./types";

/** The log of API calls. Entries are completed when the call is answered. */
export class CallLog {
  private entries: Call[] = [];

  /** Notes a call that has come in; the caller completes what is returned. */
  begin(seen: Omit<Call, "status" | "code" | "effect" | "time">, nowMs: number): Call {
    const call: Call = {
      ...seen,
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

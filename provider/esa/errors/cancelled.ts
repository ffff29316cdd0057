import { EsaError } from "./error";
import { ownCodes } from "./remedies";

export function cancelled(): EsaError {
  return new EsaError({ code: ownCodes.cancelled, reason: "cancelled" });
}

/** Settles as `work` does, or is rejected as {@link cancelled} the moment that the signal is aborted. */
export async function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const settled = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(cancelled());
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { signal: settled.signal });
  });
  return Promise.race([aborted, work]).finally(() => settled.abort());
}

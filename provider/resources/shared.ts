import { orCancelled } from "../esa/errors/cancelled";
import { EsaError } from "../esa/errors/error";
import * as failures from "../run/failures";
import { isGone, type Session, type Sessions } from "../run/session";
import type { Declarations } from "./declarations";
import type { LivePreview } from "./livePreview";
import { Gone, type Call } from "./methods";

/** What the methods of one process share. */
export interface Shared {
  readonly sessions: Sessions;
  readonly declarations: Declarations;
  readonly live: LivePreview;
}

/** What a read has found; undefined where the service says for certain that there is no such thing. */
export async function unlessGone<T>(
  found: Promise<T | undefined>,
  subject: { readonly planId: string } | { readonly jobId: string },
  { signal }: Call,
): Promise<T | undefined> {
  try {
    return await orCancelled(found, signal);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error instanceof EsaError ? error.with(subject) : error;
  }
}

/**
 * That something is gone is believed only where it was last seen: another endpoint may only not know it.
 *
 * @throws EsaError naming both endpoints.
 */
export function goneFrom(what: string, before: string | undefined, { client }: Session): Gone {
  if (before === undefined || before === client.endpoint) return Gone;
  throw failures.goneElsewhere(what, before, client.endpoint);
}

import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";

/** Operations and how many resources they were for. */
export type Changes = Partial<Record<OpType, number>>;

/** The part of an exported deployment that the tests look at. */
export interface SavedState {
  readonly resources?: readonly SavedResource[];
  readonly pending_operations?: readonly { readonly type: string; readonly resource: SavedResource }[];
}

export interface SavedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/** @returns what the run's summary says, without the stack itself, which the engine counts as a resource */
export function changesOf(events: readonly EngineEvent[]): Changes {
  const changes = events.flatMap(({ summaryEvent }) => summaryEvent?.resourceChanges ?? []).at(-1) ?? {};
  const outputs = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []);
  const op = outputs.filter(({ type }) => type === "pulumi:pulumi:Stack").at(-1)?.op;
  if (op === undefined) return changes;
  const { [op]: count = 0, ...others } = changes;
  return count > 1 ? { ...others, [op]: count - 1 } : others;
}

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
  readonly initErrors?: readonly string[];
}

/** @returns what the run's summary says, without the stack itself, which the engine counts as a resource */
export function changesOf(events: readonly EngineEvent[]): Changes {
  const changes: Changes = { ...last(events, ({ summaryEvent }) => summaryEvent?.resourceChanges) };
  const op = last(events, ({ resOutputsEvent }) =>
    resOutputsEvent?.metadata.type === "pulumi:pulumi:Stack" ? resOutputsEvent.metadata.op : undefined,
  );
  if (op === undefined) return changes;
  const { [op]: count = 0, ...others } = changes;
  return count > 1 ? { ...others, [op]: count - 1 } : others;
}

function last<T>(events: readonly EngineEvent[], pick: (event: EngineEvent) => T | undefined): T | undefined {
  return events
    .map(pick)
    .filter((picked) => picked !== undefined)
    .at(-1);
}

/**
 * @returns the exit code of the engine's command that an error of the Automation API stands for
 * @throws the error itself where it is anything else
 */
export function exitCodeOf(error: unknown): number {
  const { commandResult } = error as { commandResult?: { err?: { exitCode?: number } } };
  const exitCode = commandResult?.err?.exitCode;
  if (exitCode === undefined) throw error;
  return exitCode;
}

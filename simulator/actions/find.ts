import type { Action } from "./action";
import { jobActions } from "./jobs";
import { planActions } from "./plans";

const ACTIONS: ReadonlyMap<string, Action> = new Map(Object.entries({ ...planActions, ...jobActions }));

/** The action of this name, as the official SDK calls it; undefined when there is none. */
export function findAction(name: string): Action | undefined {
  return ACTIONS.get(name);
}

import { jobActions } from "./jobActions";
import type { Parameters } from "./parameters";
import { planActions } from "./planActions";
import type { LiveSettings } from "./settings";
import type { State } from "./state";
import type { Account } from "./types";

/** What an action works with. */
export interface ActionContext {
  state: State;
  account: Account;
  parameters: Parameters;
  /** The virtual time in ms since 1970. */
  nowMs: number;
  live: LiveSettings;
  maxJobsPerSite: number;
}

/** What an action answers, RequestId apart, and whether it changed anything. */
export interface ActionResult {
  body: Record<string, unknown>;
  changed: boolean;
}

/** An action of the API: the HTTP method it is called with and what it does. */
export interface Action {
  method: "GET" | "POST";
  run(context: ActionContext): ActionResult;
}

const ACTIONS: ReadonlyMap<string, Action> = new Map(Object.entries({ ...planActions, ...jobActions }));

/** The action of this name, as the official SDK calls it; undefined when there is none. */
export function findAction(name: string): Action | undefined {
  return ACTIONS.get(name);
}

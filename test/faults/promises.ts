import type { WhenNotRunning } from "../../simulator";
import type { FaultCase } from "./faults";

export const hooks = ["create", "update", "read", "delete"] as const;

/** What is declared: a run state, and whether the plan's job is given. */
export const declarations = ["stopped", "running", "stopped, no job"] as const;

/** Which calls a fault hits: Lists, Stops and Starts, or everything from the first Stop or Start on. */
export const aims = ["look", "write", "write and on"] as const;

/** One cell of the matrix. */
export interface Cell {
  readonly hook: (typeof hooks)[number];
  readonly declared: (typeof declarations)[number];
  readonly aim: (typeof aims)[number];
  readonly often: "once" | "lasting";
  readonly mode: WhenNotRunning;
  readonly fault: FaultCase;
}

/** What must hold: the hook succeeds with the plan as declared, fails, or takes the plan for gone. */
export type Promised = "converges" | "fails" | "gone";

/** What the design promises for a cell. */
export function promised(cell: Cell): Promised {
  switch (cell.hook) {
    case "read":
      return lookPromised(cell);
    case "delete":
      return deletePromised(cell);
    case "create":
    case "update":
      return cell.declared === "stopped, no job" ? blindPromised(cell) : ensurePromised(cell);
  }
}

/** Every cell that the lists make. Without a job there is only the Stop, and only a create can be so blind. */
export function cells(faults: readonly FaultCase[]): Cell[] {
  const all = faults.flatMap((fault) =>
    hooks.flatMap((hook) =>
      declarations.flatMap((declared) =>
        aims.flatMap((aim) =>
          (["once", "lasting"] as const).flatMap((often) =>
            (["refuse", "unchanged"] as const).map((mode) => ({ fault, hook, declared, aim, often, mode })),
          ),
        ),
      ),
    ),
  );
  return all.filter(
    ({ hook, declared, aim, often }) =>
      !(aim === "write and on" && often === "once") &&
      !(hook === "read" && aim !== "look") &&
      !(declared === "stopped, no job" && (hook !== "create" || aim !== "write")),
  );
}

/** A look is repeated for as long as it may help; any other failure ends the hook. */
function lookPromised({ fault, often }: Cell): Promised {
  if (fault.nature === "gone") return "gone";
  return fault.nature === "passing" && often === "once" ? "converges" : "fails";
}

/** The plan is not as declared: a look, a write, and looks where the write's effect isn't plain. */
function ensurePromised(cell: Cell): Promised {
  const { hook, aim, often, fault } = cell;
  if (aim === "look") {
    const found = lookPromised(cell);
    // A plan that was created a moment ago may be missing at first, so a create looks again.
    if (found === "gone") return hook === "create" && often === "once" ? "converges" : "fails";
    return found;
  }
  if (fault.nature === "final" || fault.nature === "gone") return "fails";
  if (aim === "write and on") return "fails";
  // What a Stop of a plan that isn't running is answered is not documented; a refused Start is a refusal.
  if (fault.nature === "unlisted" && cell.declared === "running") return "fails";
  return often === "once" || fault.effect !== "none" ? "converges" : "fails";
}

/** Only the Stop itself can tell: what a repeated one is answered depends on the service. */
function blindPromised({ often, mode, fault }: Cell): Promised {
  if (often === "lasting") return "fails";
  if (fault.nature === "gone") return "converges";
  if (fault.nature !== "passing") return "fails";
  return fault.effect === "at once" && mode === "refuse" ? "fails" : "converges";
}

/** A Stop first, of a running plan, or of a stopped one; a look only where that doesn't tell. */
function deletePromised(cell: Cell): Promised {
  const { declared, aim, often, mode, fault } = cell;
  const isRunning = declared === "running";
  if (aim === "look") {
    const looks = !isRunning && mode === "refuse";
    return looks && fault.nature !== "gone" ? lookPromised(cell) : "converges";
  }
  if (fault.nature === "gone") return isRunning ? "gone" : "converges";
  if (fault.nature === "final") return "fails";
  if (aim === "write and on") return "fails";
  if (often === "once") return "converges";
  // The look after it shows a plan that is stopped, by this Stop or long since. A throttled Stop is not followed by one.
  const isSeenStopped = !isRunning || fault.effect !== "none";
  return isSeenStopped && !(fault.tellsNoEffect && fault.nature === "passing") ? "converges" : "fails";
}

import type { Fault, WhenNotRunning } from "../../simulator";
import { jobId, planId } from "../world/world";
import { quoting } from "./secrets";

const blind = { planId, desiredStatus: "stopped", timeoutSeconds: 20 } as const;
const stopped = { ...blind, jobId };
const running = { ...stopped, desiredStatus: "running" } as const;
type Args = Omit<typeof blind, "desiredStatus"> & { readonly desiredStatus: "stopped" | "running" };

/** What is done with a plan, and which calls a fault hits: Lists, Stops and Starts, or all from the first of those on. */
export interface Situation {
  readonly method: "read" | "create" | "update" | "delete";
  readonly args: Args;
  readonly hit: "look" | "write" | "write and on";
  /** What a Stop is answered of a plan that isn't running. */
  readonly mode: WhenNotRunning;
}

export const situations = [
  situation("read", stopped, "look"),
  situation("create", stopped, "look"),
  situation("create", stopped, "write"),
  situation("create", stopped, "write and on"),
  situation("update", running, "look"),
  situation("update", running, "write"),
  situation("update", running, "write and on"),
  situation("create", blind, "write"),
  situation("create", blind, "write", "unchanged"),
  situation("delete", running, "write"),
  situation("delete", running, "write and on"),
  situation("delete", stopped, "look"),
  situation("delete", stopped, "write"),
  situation("delete", stopped, "write", "unchanged"),
];

/**
 * One fault of each class, and how the situations above end where it strikes once, and where it lasts: c: as declared,
 * f: it fails, g: the plan is taken for gone, -: not tried. By the documents, and not by the code under test.
 */
export const faults: readonly (readonly [string, Omit<Fault, "action" | "times">, string, string])[] = [
  ["told to have no effect", { kind: "throttle" }, "ccc-cc-ccc-ccc", "ffffffffffffff"],
  ["without effect, and untold", { kind: "http503" }, "ccc-cc-ccc-ccc", "ffffffffffffcc"],
  ["after the effect", { kind: "resetAfterEffect" }, "ccc-cc-fcc-ccc", "ffcffcfffcffcc"],
  ["the plan is gone", { kind: "error", code: "InvalidExecution.NotFound" }, "gcf-ff-ccg-ccc", "gffffffffggccc"],
  ["final", { kind: "error", code: "SignatureDoesNotMatch", message: quoting }, "fff-ff-fff-fff", "ffffffffffffff"],
  ["of no document", { kind: "error", code: "Surprise" }, "ffc-ff-ffc-fcc", "ffffffffffffcc"],
];

function situation(
  method: Situation["method"],
  args: Args,
  hit: Situation["hit"],
  mode: WhenNotRunning = "refuse",
): Situation {
  return { method, args, hit, mode };
}

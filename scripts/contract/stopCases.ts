import { planStatuses, type PlanStatus } from "../../provider/esa/statuses";
import { absentId, list, malformedId, refused, stop, type Case, type World } from "./case";
import { planBody, plansBody } from "./shapes";

const whileNotRunning = "Stop takes effect only while the plan is running; silent on what it does otherwise.";

/** Nothing is stopped, not even what is not there, but where a plan was named. */
function unlessNamed({ planId }: World) {
  return planId === undefined ? "no Stop was allowed" : undefined;
}

/** Stop of the plan while it has a status. */
function stopOf(from: PlanStatus): Case {
  const runs = from === "running";
  return {
    name: `Stop of a ${from} plan`,
    basis: runs ? "documented" : "our choice",
    documents: runs
      ? "Stop answers the plan, in the example with the Status stopped; silent on whether it takes time."
      : whileNotRunning,
    unless: (world) =>
      unlessNamed(world) ?? (world.status === from ? undefined : `the plan is ${world.status ?? "not known"}`),
    ask: (world) => {
      world.stoppedFrom = from;
      return stop(world.planId ?? absentId);
    },
    answers: (world) =>
      runs
        ? [
            { option: "stopDelaySeconds 0", body: planBody(world, "stopped") },
            { option: "stopDelaySeconds above 0", body: planBody(world, "running") },
          ]
        : [
            { option: "stopWhenNotRunning refuse", refusal: "HTTP 400 InvalidExecution.StatusNotAllowed" },
            { option: "stopWhenNotRunning unchanged", body: planBody(world, from) },
          ],
  };
}

/** A look at the plan after it was asked to stop. */
function lookAfterStop(name: string, runs: boolean): Case {
  return {
    name,
    basis: runs ? "documented" : "our choice",
    documents: runs ? "stopped: Paused." : whileNotRunning,
    unless: ({ stoppedFrom }) =>
      stoppedFrom !== undefined && (stoppedFrom === "running") === runs
        ? undefined
        : "the plan was not asked to stop so",
    ask: ({ jobId }) => list({ Id: jobId }),
    answers: (world) => [{ body: plansBody(world, runs ? "stopped" : world.stoppedFrom) }],
    settles: runs,
  };
}

/** Stop, for ids that do not exist and for one plan, in whatever status that is. */
export const stopCases: readonly Case[] = [
  {
    name: "Stop of a plan that does not exist",
    basis: "documented",
    documents: "404 InvalidExecution.NotFound: the execution plan does not exist.",
    unless: unlessNamed,
    ask: () => stop(absentId),
    answers: refused("HTTP 404 InvalidExecution.NotFound"),
  },
  {
    name: "Stop of a malformed plan id",
    basis: "documented",
    documents: "400 InvalidParameter.ObjectId: invalid task or plan id.",
    unless: unlessNamed,
    ask: () => stop(malformedId),
    answers: refused("HTTP 400 InvalidParameter.ObjectId"),
  },
  stopOf("running"),
  lookAfterStop("the plan after it was stopped", true),
  ...planStatuses.filter((status) => status !== "running").map(stopOf),
  lookAfterStop("the plan after a Stop while it did not run", false),
];

// @ts-check
"use strict";

/**
 * Why a target was missed, by its id in targets.js; shown under the table while it is missed. Find out with
 * `npm run bench -- --profile CONTENDER --n N`.
 *
 * @type {Readonly<Record<string, string>>}
 */
const REASONS = {
  "up-floor":
    "this is a single round on a busy machine; on a quieter one it was 1.35 to 1.45 x. The engine writes the whole state after each step, and the floor's is smaller: 1,286 bytes a plan, of which ours adds 300 for what it knows of the plan. With outputs of our size the floor takes longer itself: in four rounds of 500 plans ours took 1.06 to 1.23 x of that. The rest are the calls, a Stop for each plan and Lists of 500 plans, made on the same two cores on which the engine and the simulator run. In a profile of the host, loading modules (once) takes a quarter of its time, the collection of garbage 12 %, zod 7 %, this package 4 %.",
  preview: "a single round on a busy machine, not profiled yet.",
  "rate-time":
    "the limit is used to the full, but a plan with a `jobId` is looked at before its Stop, and ESA shows a plan only in a List of its job. The engine hands over 4 or 5 creates at a time, here of five jobs, so that few share a List: some 120 Lists beside the 500 Stops. A larger `--parallel`, plans without `jobId` and a job state (in the table below) need fewer.",
  memory:
    "nothing is kept for good: `httpx`, on which Alibaba Cloud's client is built, holds each request and its answer until its read timeout (60 s) is over. 2,000 creates leave 14 MB more heap than is in use a minute later.",
};

module.exports = { REASONS };

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
    "what a plan state keeps of its plan is most of it, not what it does: a no-op with the same outputs takes about as long (below). The engine writes the whole state twice for each resource, and 1,586 bytes a plan with 14 outputs take longer than 1,286 with 4; and the SDK makes an Output of each property in the program. The outputs are the API's and the arguments; none can go. The rest are the calls: a Stop for each plan and Lists of 500 plans, on the same two cores on which the engine and the simulator run. In a profile (`--profile ours`) the host is busy for 3.7 s of 17.5 s: half of it in Node itself (loading modules, HTTP), 16 % collecting garbage, 9 % in zod, 4 % in this package.",
  preview:
    "the host is as busy as for the no-op, but for 0.1 s in which it loads this package and zod. The program is busy for 3.6 s under the profiler instead of 2.5 s (`--profile ours --operation preview`), and 1.0 s of that, instead of 0.4 s, are `debuggablePromise` and the stacks that it records: Pulumi's SDK makes four such promises for each property that a program can read, here 15 for each resource instead of 5. A no-op with the same outputs takes as long.",
  "rate-time":
    "3 s are Pulumi's own: the program declares 500 resources, and the host starts, before the first call. From the first call to the last the limit is used to the full (below), but a plan with a `jobId` is looked at before its Stop, and ESA shows a plan only in a List of its job. The engine hands over eight creates at a time (four for each core), here of several jobs at once, so that a List serves some five plans: 95 Lists beside the 500 Stops. Even one for each eight would make 27 s. With `--parallel 64` it is within the target.",
};

module.exports = { REASONS };

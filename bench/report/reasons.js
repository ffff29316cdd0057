// @ts-check
"use strict";

/**
 * Why a target was missed, by its id in targets.js; shown under the table while it is missed. Find out with
 * `npm run bench -- --profile CONTENDER --n N`.
 *
 * @type {Readonly<Record<string, string>>}
 */
const REASONS = {
  memory:
    "nothing is kept for good: `httpx`, on which Alibaba Cloud's client is built, holds each request and its answer until its read timeout (60 s) is over. 2,000 creates leave 14 MB more heap than is in use a minute later.",
};

module.exports = { REASONS };

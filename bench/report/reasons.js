// @ts-check
"use strict";

/**
 * Why a target was missed, by its id in targets.js; shown under the table while it is missed. Find out with
 * `npm run bench -- --profile CONTENDER --n N`.
 *
 * @type {Readonly<Record<string, string>>}
 */
const REASONS = {};

module.exports = { REASONS };

// @ts-check
"use strict";

/**
 * Plans with ids of 24 hexadecimal digits, spread evenly over jobs, each job's plans together.
 *
 * @param {number} n
 * @param {number} jobs
 * @returns {import("../contenders").Plan[]}
 */
function plansOf(n, jobs) {
  const perJob = Math.ceil(n / jobs);
  return Array.from({ length: n }, (_, index) => ({
    planId: idOf("66599bd7", index),
    jobId: idOf("665d3af3", Math.floor(index / perJob)),
  }));
}

/** @param {string} start eight digits @param {number} number */
function idOf(start, number) {
  return start + number.toString(16).padStart(16, "0");
}

/**
 * All plans run, as the simulator is told.
 *
 * @param {readonly import("../contenders").Plan[]} plans
 */
function seedOf(plans) {
  return { plans: plans.map(({ planId, jobId }) => ({ Id: planId, JobId: jobId, Status: "running" })) };
}

module.exports = { plansOf, seedOf };

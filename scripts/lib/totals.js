// @ts-check
"use strict";

const fs = require("node:fs");

/** The environment variable that names the file for the reporter's line. */
const TOTALS_FILE = "JEST_TOTALS_FILE";

/**
 * @typedef {object} Totals Jest's own, as far as they count here
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numRuntimeErrorTestSuites files that could not be run at all: each counts as a failed test
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 */

/**
 * @param {Totals} totals
 * @returns {string} `N passed, N failed`, and `, N skipped` where there are any
 */
function totalsLine(totals) {
  const failed = totals.numFailedTests + totals.numRuntimeErrorTestSuites;
  const skipped = totals.numPendingTests + totals.numTodoTests;
  return `${totals.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
}

/** A reporter for Jest. */
class TotalsReporter {
  /** @param {unknown} _contexts @param {Totals} totals */
  onRunComplete(_contexts, totals) {
    const file = process.env[TOTALS_FILE];
    if (file) fs.writeFileSync(file, `${totalsLine(totals)}\n`);
  }
}

module.exports = Object.assign(TotalsReporter, { TOTALS_FILE, totalsLine });

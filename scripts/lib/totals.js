"use strict";

/** A reporter for Jest: the totals as the last line. Files that could not be run at all count as failed tests. */
module.exports = class {
  constructor() {
    process.once("exit", () => this.line && console.log(this.line));
  }

  onRunComplete(_, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests }) {
    const skipped = numPendingTests + numTodoTests;
    const totals = `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`;
    this.line = skipped > 0 ? `${totals}, ${skipped} skipped` : totals;
  }
};

"use strict";

const { TestEnvironment } = require("jest-environment-node");

/** Ends a run with its first failure: a mutant need not be killed twice. */
module.exports = class extends TestEnvironment {
  #failed = false;

  handleTestEvent({ name, test }) {
    if (name === "test_done" && test.errors.length > 0) this.#failed = true;
    if (name === "test_start" && this.#failed) test.mode = "skip";
  }
};

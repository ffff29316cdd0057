// @ts-check
"use strict";

const fs = require("node:fs");
const { Session } = require("node:inspector");

/**
 * Records a CPU profile of this process from now on.
 *
 * @param {string} file where `stop` writes it, in the format of `--cpu-prof`
 */
function record(file) {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.start");
  return {
    /** Synchronous, so that it can be the last thing that a process does. */
    stop() {
      session.post("Profiler.stop", (error, result) => {
        if (!error) fs.writeFileSync(file, JSON.stringify(result.profile));
      });
      session.disconnect();
    },
  };
}

module.exports = { record };

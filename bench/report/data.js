// @ts-check
"use strict";

const fs = require("node:fs");
const os = require("node:os");

const { EXPERIMENT_IDS } = require("../experiments");

/**
 * @typedef {import("../experiments").ExperimentId} ExperimentId
 * @typedef {import("../experiments").Sample} Sample
 *
 * @typedef {object} Machine
 * @property {number} cores
 * @property {number} memoryGb
 * @property {string} platform
 * @property {string} node
 * @property {string} engine
 * @property {string} sdk
 * @property {string} version of this package
 *
 * @typedef {{ quick: boolean, machine: Machine }} Origin what an experiment was run with
 *
 * @typedef {Partial<Record<ExperimentId, Sample[]>> & { origins: Partial<Record<ExperimentId, Origin>> }} Data
 */

/** @param {import("../../scripts/lib/engine").Engine} engine @returns {Machine} */
function describeMachine(engine) {
  return {
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    platform: `${os.platform()}-${os.arch()}`,
    node: process.versions.node,
    engine: engine.version,
    sdk: versionOf("@pulumi/pulumi"),
    version: versionOf("pulumi-esa-preload"),
  };
}

/** @param {string} name of a package @returns {string} */
function versionOf(name) {
  return JSON.parse(fs.readFileSync(require.resolve(`${name}/package.json`), "utf8")).version;
}

/** @param {string} file @returns {Data} empty where there is no file */
function readData(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : { origins: {} };
}

/**
 * @param {Data} data
 * @returns {string} JSON with each sample on a line of its own, so that a change of the figures can be read as one
 */
function formatData(data) {
  const parts = [`"origins": ${JSON.stringify(data.origins)}`];
  for (const id of EXPERIMENT_IDS) {
    const samples = data[id];
    if (!samples) continue;
    parts.push(`"${id}": [\n${samples.map((sample) => JSON.stringify(sample)).join(",\n")}\n]`);
  }
  return `{\n${parts.join(",\n")}\n}\n`;
}

module.exports = { describeMachine, formatData, readData };

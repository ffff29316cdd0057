// @ts-check
"use strict";

/**
 * @typedef {object} Tools
 * @property {import("../../scripts/lib/engine").Engine} engine
 * @property {(line: string) => void} log
 *
 * @typedef {Record<string, string | number | boolean>} Sample one measurement: numbers and what they belong to
 *
 * @typedef {(tools: Tools, sizes: any) => Promise<Sample[]>} Experiment
 *
 * @typedef {"up" | "preview" | "refresh" | "rate" | "modules" | "cold" | "memory"} ExperimentId
 */

/** In the order in which they run. @type {Readonly<Record<ExperimentId, () => Experiment>>} */
const EXPERIMENTS = {
  up: () => require("./up"),
  preview: () => require("./preview"),
  refresh: () => require("./refresh"),
  rate: () => require("./rate"),
  modules: () => require("./modules"),
  cold: () => require("./cold"),
  memory: () => require("./memory"),
};

const EXPERIMENT_IDS = /** @type {ExperimentId[]} */ (Object.keys(EXPERIMENTS));

module.exports = { EXPERIMENTS, EXPERIMENT_IDS };

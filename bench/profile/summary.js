// @ts-check
"use strict";

/**
 * @typedef {{ functionName: string, url: string, lineNumber: number }} CallFrame
 * @typedef {{ id: number, callFrame: CallFrame }} ProfileNode
 * @typedef {{ nodes: ProfileNode[], samples: number[], timeDeltas: number[] }} CpuProfile as V8 writes it; µs
 * @typedef {{ name: string, ms: number }} Entry
 */

/** What V8 reports for a process that does nothing. */
const IDLE = new Set(["(idle)", "(root)"]);

/**
 * Where a process spent its time itself, most first; idle time is left out.
 *
 * @param {CpuProfile} profile
 * @returns {{ busyMs: number, modules: Entry[], functions: Entry[] }}
 */
function summarize({ nodes, samples, timeDeltas }) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  /** @type {Map<string, number>} */
  const modules = new Map();
  /** @type {Map<string, number>} */
  const functions = new Map();
  let busyMs = 0;
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    if (!frame || IDLE.has(frame.functionName)) return;
    const ms = (timeDeltas[index] ?? 0) / 1000;
    const module = moduleOf(frame);
    busyMs += ms;
    modules.set(module, (modules.get(module) ?? 0) + ms);
    const name = `${frame.functionName || "(anonymous)"}, ${placeOf(frame, module)}`;
    functions.set(name, (functions.get(name) ?? 0) + ms);
  });
  return { busyMs, modules: sorted(modules), functions: sorted(functions) };
}

/** @param {CallFrame} frame @returns {string} a package, `node`, or V8's own name for what is no code of ours */
function moduleOf({ functionName, url }) {
  if (url === "") return functionName.startsWith("(") ? functionName : "node";
  if (url.startsWith("node:")) return "node";
  const inPackage = /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(url);
  return inPackage?.[1]?.replace("\\", "/") ?? "pulumi-esa-preload";
}

/** @param {CallFrame} frame @param {string} module */
function placeOf({ url, lineNumber }, module) {
  if (url === "" || module === "node") return url || "native";
  const file = url.split(/[\\/]/).slice(-2).join("/");
  return `${module} ${file}:${lineNumber + 1}`;
}

/** @param {Map<string, number>} times @returns {Entry[]} */
function sorted(times) {
  return [...times].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms);
}

module.exports = { summarize };

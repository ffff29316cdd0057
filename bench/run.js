// @ts-check
"use strict";

/** `npm run bench [-- options]`: measures what docs/benchmarks.md shows, and writes it. */

const fs = require("node:fs");
const path = require("node:path");

const { ROOT, main, setup } = require("../scripts/lib/setup");

const DOCS = path.join(ROOT, "docs");
const QUICK_REPORT = path.join(ROOT, ".tmp", "bench", "report");

main(async () => {
  const { parseCommand } = require("./options");
  const command = parseCommand(process.argv.slice(2));
  if (command.do === "render") {
    return writeReport(DOCS, require("./report/data").readData(path.join(DOCS, "benchmarks.json")));
  }
  const engine = await setup({ engine: true });
  const tools = { engine, log: console.error };
  if (command.do === "profile") {
    console.log(await require("./profile/profile").profile(tools, command));
  } else {
    await measure(tools, command);
  }
});

/**
 * @param {import("./experiments").Tools} tools
 * @param {Extract<import("./options").Command, { do: "measure" }>} command
 */
async function measure(tools, { quick, only, rounds }) {
  const { EXPERIMENTS } = require("./experiments");
  const { describeMachine, readData } = require("./report/data");
  const { FULL, QUICK, withRounds } = require("./sizes");
  const folder = quick ? QUICK_REPORT : DOCS;
  const data = readData(path.join(folder, "benchmarks.json"));
  const origin = { quick, machine: describeMachine(tools.engine) };
  const sizes = quick ? QUICK : FULL;
  for (const id of only) {
    data[id] = await EXPERIMENTS[id]()(tools, withRounds(sizes[id], rounds));
    data.origins[id] = origin;
    // After each part, so that a run that is broken off leaves what it has measured.
    writeReport(folder, data);
  }
  const { judge } = require("./report/targets");
  const missed = judge(data).filter(({ met }) => met === false);
  for (const { what, limit, measured } of missed) console.log(`missed: ${what}: ${measured} > ${limit}`);
  console.log(`The report is ${path.relative(ROOT, path.join(folder, "benchmarks.md"))}.`);
}

/** @param {string} folder @param {import("./report/data").Data} data */
function writeReport(folder, data) {
  const { formatData } = require("./report/data");
  const { renderMarkdown } = require("./report/markdown");
  const { renderPlot } = require("./report/plot");
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "benchmarks.json"), formatData(data));
  fs.writeFileSync(path.join(folder, "benchmarks.md"), renderMarkdown(data));
  if (data.up) fs.writeFileSync(path.join(folder, "benchmarks.svg"), renderPlot(data.up));
}

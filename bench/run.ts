import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

import { main, ROOT, setup } from "../scripts/lib/setup";
import { runExperiment } from "./experiments";
import type { Tools } from "./experiments/rounds";
import { parseCommand, type Command } from "./options";
import { profile } from "./profile";
import { describeOrigin, readData, writeData, type Data } from "./report/data";
import { fillIn, renderFigures } from "./report/page";
import { FULL, QUICK } from "./sizes";
import { FOLDER } from "./world/world";

const PAGE = join(ROOT, "docs", "benchmarks.md");
const FIGURES = join(ROOT, "docs", "benchmarks.json");

/** `npm run bench [-- options]`: measures what docs/benchmarks.md shows, and writes its figures. */
main(async () => {
  const command = parseCommand(process.argv.slice(2));
  if (command.do === "render") return writePage(readData(FIGURES));
  const engine = await setup({ engine: true });
  const tools: Tools = { engine, log: secondsLog() };
  if (command.do === "profile") await profile(tools, command.contender);
  else await measure(tools, command);
});

async function measure(tools: Tools, { quick, only }: Extract<Command, { do: "measure" }>): Promise<void> {
  const file = quick ? join(FOLDER, "benchmarks.json") : FIGURES;
  const data = readData(file);
  const origin = describeOrigin(tools.engine);
  for (const id of only) {
    data[id] = await runExperiment(id, tools, quick ? QUICK : FULL);
    data.origins[id] = origin;
    // After each part, so that a run that is broken off leaves what it has measured.
    writeData(file, data);
  }
  tools.log("done");
  if (quick) console.log(Object.values(await renderFigures(data)).join("\n\n"));
  else await writePage(data);
  console.log(`The figures are in ${relative(ROOT, file)}.`);
}

async function writePage(data: Data): Promise<void> {
  writeFileSync(PAGE, await fillIn(readFileSync(PAGE, "utf8"), data));
}

/** Says on stderr what comes next, after how many seconds. */
function secondsLog(): Tools["log"] {
  const begunMs = Date.now();
  return (line) => console.error(`${Math.round((Date.now() - begunMs) / 1000)} s: ${line}`);
}

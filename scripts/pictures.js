// @ts-check
"use strict";

/** `npm run pictures [-- FOLDER]`: captures the terminal pictures of the docs anew, from runs of Pulumi's real engine. */

const fs = require("node:fs");
const path = require("node:path");

const { ROOT, main, setup } = require("./lib/setup");

main(async () => {
  const target = path.resolve(ROOT, process.argv[2] ?? path.join("docs", "pictures"));
  const engine = await setup({ engine: true });
  const { ENGINE_VERSION } = require("./lib/engineVersion");
  if (engine.version !== ENGINE_VERSION) {
    throw new Error(`The pictures show Pulumi ${ENGINE_VERSION}; this is ${engine.version}. Try PULUMI_ENGINE=build.`);
  }
  const { playScenes } = require("./lib/pictureScenes");
  const { terminalSvg } = require("./lib/terminalSvg");
  fs.mkdirSync(path.join(ROOT, ".tmp"), { recursive: true });
  const folder = fs.mkdtempSync(path.join(ROOT, ".tmp", "pictures-"));
  try {
    const scenes = await playScenes(engine, folder);
    fs.mkdirSync(target, { recursive: true });
    for (const { name, command, output } of scenes) {
      fs.writeFileSync(path.join(target, `${name}.svg`), terminalSvg(command, output));
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

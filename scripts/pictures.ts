/** `npm run pictures [-- FOLDER]`: captures the terminal pictures of the docs anew, from runs of Pulumi's real engine. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { ENGINE_VERSION } from "./lib/engine";
import { playScenes } from "./lib/pictureScenes";
import { ROOT, main, setup } from "./lib/setup";
import { terminalSvg } from "./lib/terminalSvg";

main(async () => {
  const target = resolve(ROOT, process.argv[2] ?? join("docs", "pictures"));
  const engine = await setup({ engine: true });
  if (engine.version !== ENGINE_VERSION) {
    throw new Error(`The pictures show Pulumi ${ENGINE_VERSION}; this is ${engine.version}. Try PULUMI_ENGINE=build.`);
  }
  mkdirSync(join(ROOT, ".tmp"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".tmp", "pictures-"));
  try {
    const scenes = await playScenes(engine, folder);
    for (const { name, command, output } of scenes) {
      writeFileSync(join(target, `${name}.svg`), terminalSvg(command, output));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

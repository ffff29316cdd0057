"use strict";

/** `npm test [-- <arguments for Jest>]`: every test, and Jest's totals as the last line. */

const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const { ROOT, main, setup } = require("./lib/setup");

main(async () => {
  const engine = await setup({ engine: true });
  const { environmentWith } = require("../test/harness/environment");
  const { TOTALS_FILE } = require("./lib/totals");

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-esa-preload-test-"));
  const totals = path.join(folder, "totals");
  try {
    const jest = path.join(ROOT, "node_modules", "jest", "bin", "jest.js");
    const child = spawn(process.execPath, [jest, ...process.argv.slice(2)], {
      cwd: ROOT,
      env: { ...environmentWith(engine), [TOTALS_FILE]: totals },
      stdio: "inherit",
    });
    const [code] = await once(child, "exit");
    if (fs.existsSync(totals)) process.stdout.write(fs.readFileSync(totals));
    return code ?? 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

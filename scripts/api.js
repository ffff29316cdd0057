// @ts-check
"use strict";

/** `npm run api`: writes the reports of the public surface to api/, see docs/versioning.md. */

const fs = require("node:fs");
const path = require("node:path");

const { ROOT, main, setup } = require("./lib/setup");

main(async () => {
  await setup({ engine: false });
  const { reportApi } = require("./lib/apiReport");
  for (const [name, text] of Object.entries(reportApi(path.join(ROOT, "dist")))) {
    fs.writeFileSync(path.join(ROOT, "api", name), text);
  }
});

"use strict";

require("../dist/provider/plugin/main.js").main(require.resolve("./schema/schema.json"));

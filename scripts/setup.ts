/** `npm run build [-- --engine]`: `dist/` and, with the flag, Pulumi's engine. */
import { main, setup } from "./lib/setup";

main(async () => {
  await (process.argv.includes("--engine") ? setup({ engine: true }) : setup({ engine: false }));
});

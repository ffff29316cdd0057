/** `npm run build`: brings `dist/` up to date. */
import { main, setup } from "./lib/setup";

main(() => setup({ engine: false }));

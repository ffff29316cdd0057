import type { Pace } from "../../provider/esa/pace";

/** Every call is sent at once. */
export const unpaced: Pace = { run: (_turn, send) => send() };

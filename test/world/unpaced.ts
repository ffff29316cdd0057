import type { Pace } from "../../provider/esa/sending/pace";

/** Every call is sent at once. */
export const unpaced: Pace = { run: (_turn, send) => send() };

import { join } from "node:path";

/** The folder of all examples. */
export const EXAMPLES = join(__dirname, "..", "..", "..", "examples");

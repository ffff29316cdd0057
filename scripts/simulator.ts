/** `npm run simulator -- [options]`: the simulator of docs/simulator.md. Only the simulator itself writes to stdout. */
import { main as simulate } from "../simulator/cli";
import { main } from "./lib/setup";

main(() => simulate(process.argv.slice(2)));

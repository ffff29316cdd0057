import { writeFileSync } from "node:fs";
import { Session } from "node:inspector";

/**
 * Loaded into every Node process of the engine by NODE_OPTIONS: profiles Pulumi's host for dynamic providers, which the
 * engine ends by a signal, into the file that BENCH_PROFILE names. (`--cpu-prof` writes nothing then.)
 */
const file = process.env.BENCH_PROFILE;

if (file && process.argv[1]?.includes("dynamic-provider")) {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.start");
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      session.post("Profiler.stop", (error, result) => {
        if (!error) writeFileSync(file, JSON.stringify(result.profile));
      });
      process.exit(0);
    });
  }
}

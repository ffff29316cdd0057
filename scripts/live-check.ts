import { liveCheck } from "./live/liveCheck";

/** `npm run live-check`: docs/live-check.md. The report goes to stdout, everything else to stderr. */
liveCheck(process.argv.slice(2), process.env, (line) => console.error(line)).then(
  ({ report = "", exitCode }) => {
    process.stdout.write(report);
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 2;
  },
);

import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import { objectIdPattern } from "../../provider/esa/wire";
import { userAgent } from "../../provider/esa/sending/userAgent";
import { readSettings } from "../../provider/settings";
import type { World } from "../contract/case";
import { readCases } from "../contract/readCases";
import { runCases } from "../contract/run";
import { stopCases } from "../contract/stopCases";
import { writeReport } from "./report";
import { openService } from "./service";

const help = `Usage: npm run live-check -- --job ID [--allow-stop PLANID]

Asks ESA's scheduled preload API what the simulator is asked in its tests, and prints a report in Markdown of where the
two differ. Credentials, region and all else come from the environment variables of docs/configuration.md.

  --job ID             the job ("prefetch task") to look at: 24 hex digits
  --allow-stop PLANID  also sends Stop: for this plan of the job, which stops if it runs, and for ids that do not exist

Exit code: 0 everything tried agrees, 1 something differs, 2 it could not be run, or not all of it.
`;

export interface Outcome {
  /** For stdout. Absent when nothing could be asked. */
  readonly report?: string;
  readonly exitCode: 0 | 1 | 2;
}

/**
 * Runs the contract's cases against the service: those that read, and those that stop where that is allowed.
 *
 * @param tell is told what will be done before it is done, and what kept the check from it
 * @throws Error that says what is wrong with the command line or the settings
 */
export async function liveCheck(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  tell: (line: string) => void,
): Promise<Outcome> {
  const named = readCommandLine(args);
  if (named === "help") return { report: help, exitCode: 0 };
  const world: World = named;
  const { jobId, planId } = world;
  const connection = settingsFrom(env);
  tell(`${connection.endpoint}, job ${jobId}, with the credentials of ${connection.credentials.origin}.`);
  tell(
    planId === undefined
      ? "Only calls that read. No Stop is sent."
      : `Calls that only read, then StopScheduledPreloadExecution: for ids that do not exist, and once or twice\nFOR THE PLAN ${planId}, WHICH STOPS IF IT RUNS. It is not started again.`,
  );

  const service = { send: openService(connection, planId, tell), sleep };
  const results = await runCases(readCases.slice(0, 1), world, service);
  const unread = results[0]?.remarks.find((line) => results[0]?.outcome === "failed" || line.startsWith("HTTP "));
  if (unread !== undefined) {
    tell(`The job's plans cannot be listed: ${unread}.`);
    return { exitCode: 2 };
  }
  const isLost = planId !== undefined && world.status === undefined;
  if (isLost) tell(`The job's List does not show the plan ${planId}: no Stop is sent.`);
  const allowed = world.status && `Stop was allowed, for a plan that was ${world.status} at first`;
  const others = [...readCases.slice(1), ...(isLost ? [] : stopCases)];
  results.push(...(await runCases(others, world, service)));

  const failed = results.filter(({ outcome }) => outcome === "failed").length;
  if (failed > 0) tell(`${failed} of the cases could not be tried; the report says why.`);
  const version = userAgent.replace(/^.*\//, "");
  const about = `pulumi-esa-preload ${version}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
  const report = writeReport(results, [about, allowed ?? "nothing was sent that writes"]);
  if (results.some(({ outcome }) => outcome === "differs")) return { report, exitCode: 1 };
  return { report, exitCode: isLost || failed > 0 ? 2 : 0 };
}

function settingsFrom(env: NodeJS.ProcessEnv) {
  try {
    return readSettings(() => undefined, env);
  } catch (error) {
    const variables = "The live check reads variables only: ALIBABA_CLOUD_REGION=cn-hangzhou, for one.";
    throw new Error(`${(error as Error).message}\n${variables}`, { cause: error });
  }
}

function readCommandLine(args: readonly string[]): { jobId: string; planId: string | undefined } | "help" {
  const text = { type: "string" } as const;
  const options = { job: text, "allow-stop": text, help: { type: "boolean", short: "h" } } as const;
  const { job, "allow-stop": plan, help: asked } = parseArgs({ args: [...args], options }).values;
  if (asked) return "help";
  if (job === undefined) throw new Error("--job ID is needed.\nTry --help.");
  for (const [name, id] of Object.entries({ job, "allow-stop": plan ?? job })) {
    if (!objectIdPattern.test(id)) throw new Error(`--${name}: expected 24 hex digits.\nTry --help.`);
  }
  return { jobId: job, planId: plan };
}

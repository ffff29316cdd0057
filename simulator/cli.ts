import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startSimulator } from "./start";
import type { Account, Seed, Simulator, SimulatorOptions, WhenNotRunning } from "./types";

const HELP = `Usage: npm run simulator -- [options]

ESA's scheduled preload API on 127.0.0.1. The first line on stdout is JSON: {"url", "accessKeyId", "accessKeySecret"}.

  --port N                 TCP port; 0 (default) takes any free one
  --seed FILE              JSON file with {"jobs": [...], "plans": [...]} or a list of plans
  --qps N                  calls per second and account; default: no limit
  --now TIME               the virtual time at the start, ISO 8601; default: the real time
  --stop-when-not-running refuse|unchanged
                           what Stop answers for a plan that is not running; default: refuse
  --start-delay SECONDS    virtual seconds between an accepted Start and running; default 1
  --stop-delay SECONDS     virtual seconds between an accepted Stop and stopped; default 0
  --list-lag SECONDS       virtual seconds for which a new plan is missing in List; default 0
  --max-jobs-per-site N    default 100
  --account KEYID:SECRET:ALIUID[:SECURITYTOKEN]
                           a further account; can be given several times
  --help
`;

/** A command line that cannot be carried out: exit code 2. */
class UsageError extends Error {}

/**
 * Runs the simulator until SIGINT or SIGTERM.
 *
 * @param args the command line without node and script
 * @returns the exit code: 0 after a signal or --help, 1 when the port cannot be used, 2 for a wrong command line or seed
 */
export async function main(args: readonly string[]): Promise<number> {
  let simulator: Simulator | undefined;
  try {
    const options = parseOptions(args);
    if (options === "help") {
      process.stdout.write(HELP);
      return 0;
    }
    simulator = await start(options);
  } catch (error) {
    process.stderr.write(`simulator: ${(error as Error).message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
  const { url, accessKeyId, accessKeySecret } = simulator;
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  process.stdout.write(`${JSON.stringify({ url, accessKeyId, accessKeySecret })}\n`);
  await signalled;
  await simulator.close();
  return 0;
}

async function start(options: SimulatorOptions): Promise<Simulator> {
  try {
    return await startSimulator(options);
  } catch (error) {
    if ("code" in (error as Error)) throw error; // of the network, such as EADDRINUSE
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function parseOptions(args: readonly string[]): SimulatorOptions | "help" {
  const values = parse(args);
  if (values.help === true) return "help";
  const options: SimulatorOptions = {};
  const numbers = [
    ["port", "port"],
    ["qps", "qps"],
    ["start-delay", "startDelaySeconds"],
    ["stop-delay", "stopDelaySeconds"],
    ["list-lag", "listLagSeconds"],
    ["max-jobs-per-site", "maxJobsPerSite"],
  ] as const;
  for (const [flag, name] of numbers) {
    const text = values[flag];
    if (text !== undefined) options[name] = toNumber(flag, text);
  }
  if (values.now !== undefined) options.now = values.now;
  if (values["stop-when-not-running"] !== undefined) {
    options.stopWhenNotRunning = values["stop-when-not-running"] as WhenNotRunning; // checked by startSimulator
  }
  if (values.seed !== undefined) options.seed = readSeedFile(values.seed);
  if (values.account !== undefined) options.accounts = values.account.map(toAccount);
  return options;
}

function parse(args: readonly string[]): ReturnType<typeof parseFlags> {
  try {
    return parseFlags(args);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nTry --help.`, { cause: error });
  }
}

function parseFlags(args: readonly string[]) {
  const text = { type: "string" } as const;
  return parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      port: text,
      seed: text,
      qps: text,
      now: text,
      "stop-when-not-running": text,
      "start-delay": text,
      "stop-delay": text,
      "list-lag": text,
      "max-jobs-per-site": text,
      account: { type: "string", multiple: true },
      help: { type: "boolean", short: "h" },
    },
  }).values;
}

function toNumber(flag: string, text: string): number {
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number)) throw new UsageError(`--${flag}: "${text}" is not a number`);
  return number;
}

function readSeedFile(file: string): Seed {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`--seed ${file}: ${(error as Error).message}`, { cause: error });
  }
  try {
    return JSON.parse(text) as Seed; // its content is checked by startSimulator
  } catch (error) {
    throw new UsageError(`--seed ${file}: not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function toAccount(text: string): Account {
  const [accessKeyId = "", accessKeySecret = "", aliUid = "", ...token] = text.split(":");
  const securityToken = token.join(":");
  if (!accessKeyId || !accessKeySecret || !aliUid) {
    throw new UsageError("--account: expected KEYID:SECRET:ALIUID[:SECURITYTOKEN]");
  }
  return { accessKeyId, accessKeySecret, aliUid, ...(securityToken === "" ? {} : { securityToken }) };
}

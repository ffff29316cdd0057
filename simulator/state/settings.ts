import type { Account, LiveOptions, SimulatorOptions, WhenNotRunning } from "../types";
import { parseTime } from "../wire/values";

/** The account that every simulator has. Its values are plainly made up. */
export const DEFAULT_ACCOUNT: Account = {
  accessKeyId: "simulator-access-key-id",
  accessKeySecret: "simulator-access-key-secret",
  aliUid: "1000000000000001",
};

/** What the rules depend on and what can be changed while the simulator runs. */
export interface LiveSettings {
  stopWhenNotRunning: WhenNotRunning;
  qps: number | undefined;
  startDelayMs: number;
  stopDelayMs: number;
  listLagMs: number;
}

/** The options, checked and complete. */
export interface Settings {
  port: number;
  startMs: number | undefined;
  maxJobsPerSite: number;
  accounts: Account[];
  live: LiveSettings;
}

const OPTION_NAMES = [
  "port",
  "seed",
  "qps",
  "now",
  "stopWhenNotRunning",
  "startDelaySeconds",
  "stopDelaySeconds",
  "listLagSeconds",
  "maxJobsPerSite",
  "accounts",
];

const LIVE_NAMES = ["stopWhenNotRunning", "qps", "startDelaySeconds", "stopDelaySeconds", "listLagSeconds"];

/** Checks the options. Throws an Error that names the option. */
export function resolveOptions(options: SimulatorOptions): Settings {
  refuseUnknown(options, OPTION_NAMES, "option");
  const startMs = options.now === undefined ? undefined : parseTime(options.now);
  if (options.now !== undefined && startMs === undefined) {
    throw new Error(`now: expected an ISO 8601 time such as 2024-05-31T17:10:48Z, got ${JSON.stringify(options.now)}`);
  }
  const further: unknown = options.accounts ?? [];
  if (!Array.isArray(further)) throw new Error(`accounts: expected a list, got ${shown(further)}`);
  const accounts = [DEFAULT_ACCOUNT, ...(further as Account[])];
  accounts.forEach((account, index) => checkAccount(account, accounts.slice(0, index)));
  return {
    port: number("port", options.port ?? 0, { least: 0, most: 65535, whole: true }),
    startMs,
    maxJobsPerSite: number("maxJobsPerSite", options.maxJobsPerSite ?? 100, { least: 0, whole: true }),
    accounts,
    live: {
      stopWhenNotRunning: whenNotRunning(options.stopWhenNotRunning ?? "refuse"),
      qps: options.qps === undefined ? undefined : qps(options.qps),
      startDelayMs: number("startDelaySeconds", options.startDelaySeconds ?? 1) * 1000,
      stopDelayMs: number("stopDelaySeconds", options.stopDelaySeconds ?? 0) * 1000,
      listLagMs: number("listLagSeconds", options.listLagSeconds ?? 0) * 1000,
    },
  };
}

/** The settings with some of them changed. Throws an Error that names the option. */
export function changeLive(live: LiveSettings, options: LiveOptions): LiveSettings {
  refuseUnknown(options, LIVE_NAMES, "option");
  const { stopWhenNotRunning, startDelaySeconds, stopDelaySeconds, listLagSeconds } = options;
  const changed = { ...live };
  if (stopWhenNotRunning !== undefined) changed.stopWhenNotRunning = whenNotRunning(stopWhenNotRunning);
  if (options.qps !== undefined) changed.qps = options.qps === null ? undefined : qps(options.qps);
  if (startDelaySeconds !== undefined) changed.startDelayMs = number("startDelaySeconds", startDelaySeconds) * 1000;
  if (stopDelaySeconds !== undefined) changed.stopDelayMs = number("stopDelaySeconds", stopDelaySeconds) * 1000;
  if (listLagSeconds !== undefined) changed.listLagMs = number("listLagSeconds", listLagSeconds) * 1000;
  return changed;
}

/** The settings as the options that they came from. */
export function liveOptions(live: LiveSettings): Required<LiveOptions> {
  return {
    stopWhenNotRunning: live.stopWhenNotRunning,
    qps: live.qps ?? null,
    startDelaySeconds: live.startDelayMs / 1000,
    stopDelaySeconds: live.stopDelayMs / 1000,
    listLagSeconds: live.listLagMs / 1000,
  };
}

/** Throws an Error that names the first key which is not among `known`, and for what is no object. */
export function refuseUnknown(value: unknown, known: readonly string[], what: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${what}s: expected an object, got ${shown(value)}`);
  }
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Error(`unknown ${what} "${unknown}"; known: ${known.join(", ")}`);
}

/** JSON has no word for some numbers. */
const shown = (value: unknown) => (typeof value === "number" ? String(value) : JSON.stringify(value));

function number(name: string, value: unknown, limits: { least?: number; most?: number; whole?: boolean } = {}): number {
  const { least = 0, most = Number.MAX_SAFE_INTEGER, whole = false } = limits;
  const fits = typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (fits) return value;
  const to = most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : "";
  throw new Error(`${name}: expected a${whole ? " whole" : ""} number from ${least}${to}, got ${shown(value)}`);
}

function qps(value: unknown): number {
  if (typeof value === "number" && value > 0 && Number.isFinite(value)) return value;
  throw new Error(`qps: expected a number above 0, got ${shown(value)}`);
}

function whenNotRunning(value: unknown): WhenNotRunning {
  if (value === "refuse" || value === "unchanged") return value;
  throw new Error(`stopWhenNotRunning: expected "refuse" or "unchanged", got ${JSON.stringify(value)}`);
}

function checkAccount(account: Account, earlier: readonly Account[]): void {
  refuseUnknown(account, ["accessKeyId", "accessKeySecret", "aliUid", "securityToken"], "account field");
  for (const name of ["accessKeyId", "accessKeySecret", "aliUid"] as const) {
    if (typeof account[name] !== "string" || account[name] === "") {
      throw new Error(`accounts: ${name} must be a text that is not empty`);
    }
  }
  const { securityToken } = account as { securityToken?: unknown };
  if (securityToken !== undefined && (typeof securityToken !== "string" || securityToken === "")) {
    throw new Error("accounts: securityToken must be a text that is not empty, or be left out");
  }
  if (/[,\s]/.test(account.accessKeyId)) throw new Error("accounts: accessKeyId cannot contain a comma or a space");
  if (earlier.some(({ accessKeyId }) => accessKeyId === account.accessKeyId)) {
    throw new Error(`accounts: the accessKeyId ${account.accessKeyId} is there twice`);
  }
}

import { setImmediate } from "node:timers/promises";

import { createProviders, type Providers } from "../../provider/dynamic/host";
import { resourcesIn } from "../../provider/front/resources";
import type { DynamicProvider } from "../../provider/dynamic/provider";
import { createEsaClient, type EsaClient } from "../../provider/esa/client";
import type { Clock } from "../../provider/esa/sending/clock";
import type { Pace } from "../../provider/esa/sending/pace";
import { readSettings, type Account } from "../../provider/settings";
import {
  startSimulator,
  type Call,
  type Plan,
  type PlanFields,
  type Simulator,
  type SimulatorOptions,
} from "../../simulator";
import { unpaced } from "./unpaced";

export const planId = "66599bd7397885b43804901c";
export const otherPlanId = "66599bd7397885b43804901d";
export const jobId = "665d3af3621bccf3fe29e1a4";
export const otherJobId = "665d3af3621bccf3fe29e1a5";

/** A simulator, and providers that see its virtual time: a wait of the provider moves the simulator's clock. */
export interface World {
  readonly simulator: Simulator;
  readonly clock: Clock;
  /** What happens outside whenever a provider waits. */
  meanwhile: () => void;
  /** When calls go out; at once, unless a test says otherwise. */
  pace: Pace;
  /** How providers wait: by moving the simulator's clock, unless a test says otherwise. */
  sleep: Clock["sleep"];
  /** The clients that are made from now on; those of the package, unless a test says otherwise. */
  client: (client: EsaClient) => EsaClient;
  /** The accounts that providers have made a client for. */
  readonly connections: Account[];
  /** The lines that providers have printed. */
  readonly printed: string[];
  /** A client of the stack's account. */
  newClient(config?: Record<string, string>): EsaClient;
  /** A provider as a new host has it. */
  newProvider(config?: Record<string, string>): DynamicProvider;
  /** Both providers as a new host has them. */
  newProviders(config?: Record<string, string>): Providers;
  /** The methods without a front, as a new process has them. */
  newMethods(config?: Record<string, string>): Methods;
  /** The actions that were called, oldest first, with the HTTP status where it isn't 200. */
  calls(): string[];
  plan(id?: string): Plan;
  close(): Promise<void>;
}

/** Turns of the event loop without a call under way after which nothing ends a wait but time. */
const longestIdleTurns = 50;

/** The methods of both kinds of resources in one process. */
export interface Methods {
  readonly plans: ReturnType<typeof resourcesIn>["plans"];
  readonly jobs: ReturnType<typeof resourcesIn>["jobs"];
}

export const shortNames: Record<string, string> = {
  StopScheduledPreloadExecution: "Stop",
  StartScheduledPreloadExecution: "Start",
  ListScheduledPreloadExecutions: "List",
};

export async function openWorld(options: SimulatorOptions = {}): Promise<World> {
  const simulator = await startSimulator({ now: "2026-06-01T12:00:00Z", ...options });
  const printed: string[] = [];
  const clock: Clock = {
    now: () => simulator.now().getTime(),
    sleep: (delayMs, signal) => world.sleep(delayMs, signal),
    random: () => 0.5,
  };
  const keysOf = (config: Record<string, string>): Record<string, string> => ({
    "alicloud:region": "cn-hangzhou",
    "alicloud:endpoints": JSON.stringify([{ esa: simulator.url }]),
    "alicloud:accessKey": simulator.accessKeyId,
    "alicloud:secretKey": simulator.accessKeySecret,
    ...config,
  });
  let underWay = 0;
  const pace: Pace = {
    run: (turn, send) =>
      world.pace.run(turn, () => {
        underWay++;
        return send().finally(() => underWay--);
      }),
  };
  const newClient = (config: Record<string, string>, account: Account): EsaClient => {
    const keys = keysOf(config);
    const settings = readSettings((key) => keys[key], {}, account);
    return world.client(createEsaClient(settings, "test", { clock, pace }));
  };
  const connect = (config: Record<string, string>, account: Account): Promise<EsaClient> => {
    world.connections.push(account);
    return Promise.resolve(newClient(config, account));
  };
  const world: World = {
    simulator,
    clock,
    printed,
    connections: [],
    meanwhile: () => undefined,
    pace: unpaced,
    client: (client) => client,
    sleep: async (delayMs, signal) => {
      const endMs = clock.now() + delayMs;
      // What may end the wait goes on as long as there is something to be done.
      let idleTurns = 0;
      while (signal && !signal.aborted && clock.now() < endMs && idleTurns < longestIdleTurns) {
        await setImmediate();
        idleTurns = underWay > 0 ? 0 : idleTurns + 1;
      }
      // The simulator's clock also goes on by itself.
      const remainingMs = endMs - clock.now();
      if (signal?.aborted || remainingMs <= 0) return;
      simulator.advanceClock(remainingMs / 1000);
      world.meanwhile();
    },
    newClient: (config = {}) => newClient(config, {}),
    newProvider: (config) => world.newProviders(config).plans,
    newProviders(config = {}) {
      const providers = createProviders({
        clock,
        print: (line) => printed.push(line),
        connect: (_config, account) => connect(config, account),
      });
      const keys = keysOf(config);
      const get = (key: string) => keys[key];
      void providers.plans.configure({ config: { get, require: (key) => get(key) ?? "" } });
      return providers;
    },
    newMethods(config = {}) {
      return resourcesIn({
        clock,
        config: (key) => config[key],
        print: (line) => printed.push(line),
        connect: (_config, account) => connect(config, account),
      });
    },
    calls: () => simulator.calls().map(describeCall),
    plan(id = planId) {
      const found = simulator.plans().find((plan) => plan.Id === id);
      if (!found) throw new Error(`The simulator has no plan ${id}.`);
      return found;
    },
    close: () => simulator.close(),
  };
  return world;
}

/** A world for each test of a file, closed after it. */
export function useWorld(options?: SimulatorOptions): World {
  let world: World;
  beforeEach(async () => (world = await openWorld(options)));
  afterEach(() => world.close());
  const set = (_: unknown, name: string, value: unknown) => Object.assign(world, { [name]: value }) === world;
  return new Proxy<World>({} as never, { get: (_, name) => Reflect.get(world, name) as unknown, set });
}

function describeCall({ action, status }: Call): string {
  const name = shortNames[action ?? ""] ?? String(action);
  return status === 200 ? name : `${name} ${status ?? "cut"}`;
}

/** Puts a plan that begins an hour ago and ends in a day; a waiting one begins in an hour. */
export function putPlan({ simulator }: Pick<World, "simulator">, fields: PlanFields = {}, id = planId): void {
  const hour = 3_600_000;
  const nowMs = simulator.now().getTime();
  const startMs = fields.Status === "waiting" ? nowMs + hour : nowMs - hour;
  simulator.putPlan(id, {
    JobId: jobId,
    StartTime: new Date(startMs).toISOString(),
    EndTime: new Date(nowMs + 24 * hour).toISOString(),
    ...fields,
  });
}

/** What a hook threw, as the host hands it to the engine. */
export interface HookFailure {
  readonly message: string;
  readonly code?: string;
  /** Set for an init failure: what the state keeps. */
  readonly id?: string;
  readonly properties?: Record<string, unknown>;
  readonly reasons?: string[];
}

/** The failure of a promise that must fail. */
export async function failureOf(promise: Promise<unknown>): Promise<HookFailure> {
  try {
    await promise;
  } catch (error) {
    return error as HookFailure;
  }
  throw new Error("It succeeded, but was expected to fail.");
}

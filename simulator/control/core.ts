import { Nonces } from "../auth/nonces";
import { RateLimit } from "../auth/rate";
import { VirtualClock } from "../state/clock";
import { readJob, readPlan } from "../state/fields";
import { putJob, putPlan, type PutContext } from "../state/put";
import { plant, type CheckedSeed } from "../state/seed";
import { changeLive, DEFAULT_ACCOUNT, type LiveSettings, type Settings } from "../state/settings";
import { State } from "../state/state";
import type { Call, Fault, Job, JobFields, LiveOptions, Plan, PlanFields, Simulator, WhenNotRunning } from "../types";
import { isObjectId } from "../wire/values";
import { CallLog } from "./calls";
import { Faults } from "./faults";

/** Everything of a simulator but its HTTP server: what it holds, and how it is driven. */
export class SimulatorCore {
  readonly clock: VirtualClock;
  readonly state: State;
  readonly nonces = new Nonces();
  readonly rate: RateLimit;
  readonly faults = new Faults();
  readonly calls = new CallLog();
  readonly #closing = new AbortController();
  readonly #seed: CheckedSeed;
  live: LiveSettings;

  constructor(
    readonly settings: Settings,
    seed: CheckedSeed,
  ) {
    this.clock = new VirtualClock(settings.startMs);
    this.state = new State(() => this.now());
    this.rate = new RateLimit(settings.live.qps);
    this.live = settings.live;
    this.#seed = seed;
    plant(seed, this.#putContext(0));
  }

  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  now(): number {
    return this.clock.now();
  }

  /** Ends the waits of slow answers. */
  close(): void {
    this.#closing.abort();
  }

  setOptions(options: LiveOptions): void {
    this.live = changeLive(this.live, options);
    if (options.qps !== undefined) this.rate.set(this.live.qps);
  }

  reset(): void {
    this.clock.reset();
    this.nonces.clear();
    this.faults.clear();
    this.calls.clear();
    this.live = this.settings.live;
    this.rate.set(this.live.qps);
    this.state.clear();
    plant(this.#seed, this.#putContext(0));
  }

  putPlan(id: string, fields: PlanFields): Plan {
    refuseOtherIds("plan", id);
    return putPlan(this.#putContext(this.now() + this.live.listLagMs), readPlan(`plan ${id}`, fields, id));
  }

  putJob(id: string, fields: JobFields): Job {
    refuseOtherIds("job", id);
    return putJob(this.#putContext(0), readJob(`job ${id}`, fields, id));
  }

  #putContext(visibleFromMs: number): PutContext {
    return {
      state: this.state,
      nowMs: this.now(),
      startDelayMs: this.live.startDelayMs,
      aliUid: DEFAULT_ACCOUNT.aliUid,
      visibleFromMs,
    };
  }
}

/** The part of the public {@link Simulator} that does not depend on the HTTP server. */
export type Driver = Omit<Simulator, "url" | "endpoint" | "close">;

/** What drives a simulator, for programs and for the control side. */
export function driver(core: SimulatorCore): Driver {
  return {
    accessKeyId: DEFAULT_ACCOUNT.accessKeyId,
    accessKeySecret: DEFAULT_ACCOUNT.accessKeySecret,
    plans: (): Plan[] => structuredClone(core.state.allPlans()),
    jobs: (): Job[] => core.state.allJobs().map((job) => ({ ...job })),
    putPlan: (id, fields) => ({ ...core.putPlan(id, fields) }),
    putJob: (id, fields) => ({ ...core.putJob(id, fields) }),
    deletePlan: (id) => core.state.deletePlan(id),
    deleteJob: (id) => core.state.deleteJob(id),
    calls: (): Call[] => core.calls.list(),
    clearCalls: () => core.calls.clear(),
    advanceClock: (seconds) => core.clock.advance(seconds),
    now: () => new Date(core.now()),
    addFault: (fault: Fault) => void core.faults.add(fault),
    clearFaults: () => core.faults.clear(),
    setStopWhenNotRunning: (value: WhenNotRunning) => core.setOptions({ stopWhenNotRunning: value }),
    setQps: (qps) => core.setOptions({ qps }),
    setOptions: (options) => core.setOptions(options),
    reset: () => core.reset(),
  };
}

function refuseOtherIds(kind: string, id: string): void {
  if (!isObjectId(id)) throw new Error(`${kind} ${JSON.stringify(id)}: the id must be 24 hex digits`);
}

import { liveOptions } from "../state/settings";
import type { Fault } from "../types";
import type { Driver, SimulatorCore } from "./core";

/** Handles one control call; `id` is the last part of an address that has one, `body` what was sent. */
type Handler = (id: string, body: unknown) => unknown;

/** The handlers of one address by HTTP method. */
export type Route = Record<string, Handler>;

/** The control side was asked for something that is not there: HTTP 404. */
export class NotThere extends Error {}

/** The routes by the address that follows `/-/`, with `ID` for any id. */
export function controlRoutes(simulator: Driver, core: SimulatorCore): ReadonlyMap<string, Route> {
  return new Map<string, Route>([
    ["plans", { GET: () => simulator.plans() }],
    [
      "plans/ID",
      entryRoute("plan", {
        list: () => simulator.plans(),
        put: (id, fields) => simulator.putPlan(id, fields),
        remove: (id) => simulator.deletePlan(id),
      }),
    ],
    ["jobs", { GET: () => simulator.jobs() }],
    [
      "jobs/ID",
      entryRoute("job", {
        list: () => simulator.jobs(),
        put: (id, fields) => simulator.putJob(id, fields),
        remove: (id) => simulator.deleteJob(id),
      }),
    ],
    ["calls", { GET: () => simulator.calls(), DELETE: () => done(() => simulator.clearCalls()) }],
    ["clock", clockRoute(simulator)],
    ["faults", faultsRoute(simulator, core)],
    ["options", optionsRoute(simulator, core)],
    ["reset", { POST: () => done(() => simulator.reset()) }],
  ]);
}

function entryRoute(
  kind: string,
  entries: {
    list: () => { Id: string }[];
    put: (id: string, fields: object) => unknown;
    remove: (id: string) => boolean;
  },
): Route {
  const put: Handler = (id, body) => entries.put(id, asObject(body));
  return {
    GET: (id) => {
      const entry = entries.list().find(({ Id }) => Id.toLowerCase() === id.toLowerCase());
      if (entry === undefined) throw new NotThere(`there is no ${kind} ${id}`);
      return entry;
    },
    PUT: put,
    POST: put,
    PATCH: put,
    DELETE: (id) => {
      if (!entries.remove(id)) throw new NotThere(`there is no ${kind} ${id}`);
      return { deleted: id };
    },
  };
}

function clockRoute(simulator: Driver): Route {
  const read = (): object => ({ now: simulator.now().toISOString() });
  return {
    GET: read,
    POST: (_id, body) => {
      const { advanceSeconds, ...others } = asObject(body);
      if (typeof advanceSeconds !== "number" || Object.keys(others).length > 0) {
        throw new Error('expected {"advanceSeconds": N}, N being a number');
      }
      simulator.advanceClock(advanceSeconds);
      return read();
    },
  };
}

function faultsRoute(simulator: Driver, core: SimulatorCore): Route {
  return {
    GET: () => core.faults.list(),
    POST: (_id, body) => {
      // The fields are checked where the fault is added.
      simulator.addFault(asObject(body) as unknown as Fault);
      return core.faults.list();
    },
    DELETE: () => done(() => simulator.clearFaults()),
  };
}

function optionsRoute(simulator: Driver, core: SimulatorCore): Route {
  const put: Handler = (_id, body) => {
    simulator.setOptions(asObject(body));
    return liveOptions(core.live);
  };
  return { GET: () => liveOptions(core.live), PUT: put, POST: put, PATCH: put };
}

function asObject(body: unknown): Record<string, unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw new Error("expected a JSON object");
  return body as Record<string, unknown>;
}

function done(act: () => void): object {
  act();
  return { ok: true };
}

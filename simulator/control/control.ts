import type { Driver, SimulatorCore } from "./core";
import { controlRoutes, NotThere, type Route } from "./routes";

/** What a control call is answered: HTTP status and JSON. */
export interface ControlAnswer {
  status: number;
  body: unknown;
  /** The methods that the address knows, with HTTP 405. */
  allow?: string;
}

/**
 * The control side: whatever lies under `/-/`. It drives the simulator through the same functions that a program
 * calls, needs no signature, and names what is wrong with a request in `error`.
 */
export class Control {
  private readonly routes: ReadonlyMap<string, Route>;

  constructor(simulator: Driver, core: SimulatorCore) {
    this.routes = controlRoutes(simulator, core);
  }

  /** Answers a control call. `path` is what follows `/-/`, `text` the body. */
  answer(method: string, path: string, text: string): ControlAnswer {
    const [kind = "", id, ...rest] = path.replace(/\/$/, "").split("/");
    if (path === "" && method === "GET") return { status: 200, body: { routes: this.addresses() } };
    const route = rest.length > 0 ? undefined : this.routes.get(id === undefined ? kind : `${kind}/ID`);
    if (route === undefined) {
      return { status: 404, body: { error: `no control route /-/${path}`, routes: this.addresses() } };
    }
    const handler = route[method];
    if (handler === undefined) {
      const allow = Object.keys(route).join(", ");
      return { status: 405, body: { error: `no ${method} here; known: ${allow}` }, allow };
    }
    try {
      return { status: 200, body: handler(decodeURIComponent(id ?? ""), parse(text)) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { status: error instanceof NotThere ? 404 : 400, body: { error: message } };
    }
  }

  private addresses(): string[] {
    return [...this.routes.keys()].map((name) => `/-/${name}`);
  }
}

function parse(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the body is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

import { systemClock } from "../../provider/esa/sending/clock";
import type { World } from "./world";

/** Waits that last until their signal, or until they are let go. */
export interface HeldWaits {
  /** How many are held. */
  readonly count: () => number;
  letGo(): void;
}

/** The shortest wait that is held: those in which Lists are shared go on. */
const shortestMs = 50;

/** Holds the waits of a provider: nothing but their signal, or the test, ends one. */
export function holdWaits(world: World): HeldWaits {
  const go = new AbortController();
  const moveOn = world.sleep;
  let held = 0;
  world.sleep = async (delayMs, signal) => {
    if (delayMs < shortestMs || go.signal.aborted) return moveOn(delayMs, signal);
    held++;
    await systemClock.sleep(2 ** 31 - 1, signal ? AbortSignal.any([signal, go.signal]) : go.signal);
    held--;
  };
  return { count: () => held, letGo: () => go.abort() };
}

/** A promise to wait for until a test says so. */
export class Gate {
  private open!: () => void;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
  /** How many have come to it. */
  arrived = 0;

  async pass(): Promise<void> {
    this.arrived++;
    await this.opened;
  }

  letGo(): void {
    this.open();
  }
}

/** Turns of the event loop after which nothing more is to be expected: some seconds, and many thousand answers. */
const longestTurns = 1_000_000;

/** Lets everything run that is due, until something is so; fails where it never is. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns++) {
    if (turns > longestTurns) throw new Error(`It never came to this: ${String(isSo)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets everything run that is due, and what follows from it. */
export async function settle(): Promise<void> {
  let turns = 20;
  await until(() => turns-- === 0);
}

/** Lists of clients that are made from now on hang at a gate before they are sent, or Stops before they are answered. */
export function hang(world: World, method: "list" | "stop" = "list"): Gate {
  const gate = new Gate();
  world.client = (client) => ({
    ...client,
    [method]: async (...call: Parameters<typeof client.list>) => {
      if (method === "list") await gate.pass();
      const answer = await client[method](...call);
      if (method === "stop") await gate.pass();
      return answer;
    },
  });
  return gate;
}

/** The turns of Stops don't come before the gate is opened, but for the first ones. */
export function holdTurns(world: World, first = 0): Gate {
  const gate = new Gate();
  let turns = 0;
  world.pace = {
    run: async ({ action }, send) => {
      if (action.startsWith("Stop") && ++turns > first) await gate.pass();
      return send();
    },
  };
  return gate;
}

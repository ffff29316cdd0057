import { Control } from "./control/control";
import { readSeed } from "./state/seed";
import { listen } from "./http/server";
import { resolveOptions } from "./state/settings";
import { driver, SimulatorCore } from "./control/core";
import type { Simulator, SimulatorOptions } from "./types";

/**
 * Starts a simulator of ESA's scheduled preload API on 127.0.0.1.
 *
 * @param options what it holds and how it behaves; everything has a default
 * @throws Error that names the option, the seed's entry or the field which is wrong, or says that the port is taken
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const core = new SimulatorCore(resolveOptions(options), readSeed(options.seed));
  const drive = driver(core);
  const { server, port } = await listen(core, new Control(drive, core));
  const endpoint = `127.0.0.1:${port}`;
  let closed: Promise<void> | undefined;
  return {
    ...drive,
    url: `http://${endpoint}`,
    endpoint,
    close: () => {
      core.close();
      closed ??= new Promise((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

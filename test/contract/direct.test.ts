import { openWorld } from "../world/world";
import { cases } from "./cases";
import { directRun } from "./direct";
import { storedDefaults } from "./subject";

cases(async () => {
  const world = await openWorld();
  return {
    simulator: world.simulator,
    defaults: storedDefaults,
    readsInputs: true,
    newRun: () => directRun(world),
    close: () => world.close(),
  };
});

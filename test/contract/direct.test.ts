import { openWorld } from "../world/world";
import { cases } from "./cases";
import { directRun } from "./direct";

cases(async () => {
  const world = await openWorld();
  return {
    simulator: world.simulator,
    newRun: () => directRun(world),
    close: () => world.close(),
  };
});

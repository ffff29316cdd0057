import { createEsaClient } from "../../provider/esa/client";
import { unpaced } from "../world/unpaced";
import { readSettings } from "../../provider/settings";
import { openWorld, type World } from "../world/world";

let world: World;
beforeEach(async () => (world = await openWorld()));
afterEach(() => world.close());

test("the jobs of a site come from all pages", async () => {
  const ids = Array.from({ length: 120 }, (_, index) => `665d3af3621bccf3fe2${index.toString(16).padStart(5, "0")}`);
  for (const id of ids) world.simulator.putJob(id, { SiteId: 7 });
  world.simulator.putJob("665d3af3621bccf3fe29e1ff", { SiteId: 8 });
  const config: Record<string, string> = {
    "alicloud:endpoints": JSON.stringify([{ esa: world.simulator.url }]),
    "alicloud:accessKey": world.simulator.accessKeyId,
    "alicloud:secretKey": world.simulator.accessKeySecret,
  };
  const client = createEsaClient(
    readSettings((key) => config[key], {}),
    "test",
    { clock: world.clock, pace: unpaced },
  );
  const jobs = await client.listJobs("7", { deadlineMs: world.clock.now() + 60_000 });
  expect(jobs.map(({ Id }) => Id).sort()).toEqual(ids);
  expect(world.simulator.calls().map(({ query }) => query.PageNumber)).toEqual(["1", "2", "3"]);
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { failureOf, jobId, openWorld, planId, putPlan, type World } from "../world/world";

/** Another account of the simulator, which owns the plan; the stack's own account may not touch it. */
const owner = { accessKeyId: "owner-key-id", accessKeySecret: "owner-key-secret", aliUid: "1000000000000077" };
const stopped = { planId, jobId, desiredStatus: "stopped" };

let world: World;
let folder: string;
let config: Record<string, string>;
beforeEach(async () => {
  world = await openWorld({ accounts: [owner] });
  folder = mkdtempSync(join(tmpdir(), "esa-account-"));
  const file = join(folder, "config.json");
  const key = { mode: "AK", access_key_id: owner.accessKeyId, access_key_secret: owner.accessKeySecret };
  const profiles = ["owner", "deputy"].map((name) => ({ name, ...key }));
  writeFileSync(file, JSON.stringify({ current: "owner", profiles }));
  config = { "alicloud:sharedCredentialsFile": file };
  runAgain();
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});
const runAgain = () => putPlan(world, { Status: "running", AliUid: owner.aliUid });
const usedKeys = () => [...new Set(world.simulator.calls().map(({ accessKeyId }) => accessKeyId))];

test("two resources of different accounts that want the same of one plan make one call", async () => {
  putPlan(world, { Status: "stopped", AliUid: owner.aliUid });
  const provider = world.newProvider(config);
  const running = { ...stopped, desiredStatus: "running" };
  await Promise.all(["owner", "deputy"].map((profile) => provider.create({ ...running, profile })));
  expect(world.connections).toHaveLength(2);
  expect(world.calls().filter((call) => call.startsWith("Start"))).toHaveLength(1);
});

describe("a resource with a profile of its own", () => {
  test.each([
    ["plans", planId, stopped, { status: "stopped" }],
    ["jobs", jobId, { jobId, desiredStatus: "stopped" }, { counts: { stopped: 1 } }],
  ] as const)("is created, read and deleted with that profile's credentials (%s)", async (kind, id, given, reached) => {
    const inputs = { ...given, profile: "owner" };
    const host = () => world.newProviders(config)[kind];
    const { outs = {} } = await host().create(inputs);
    expect(outs).toMatchObject({ ...reached, profile: "owner" });
    expect(outs.__given).toContain("profile");
    expect(JSON.stringify(outs)).not.toContain(owner.accessKeySecret);
    expect(await host().read(id, outs)).toMatchObject({ props: { profile: "owner" }, inputs });
    runAgain();
    await host().delete(id, outs);
    expect(world.plan().Status).toBe("stopped");
    expect(usedKeys()).toEqual([owner.accessKeyId]);
  });

  test.each(["plans", "jobs"] as const)("so is one that is only read, which keeps it (%s)", async (kind) => {
    const id = kind === "plans" ? `${jobId}:${planId}` : jobId;
    const provider = world.newProviders(config)[kind];
    const { props, inputs } = await provider.read(id, { profile: "owner" });
    expect(props).toMatchObject({ jobId, profile: "owner" });
    expect(inputs).toEqual({});
    // What the state keeps is what the next refresh reads by.
    expect(await world.newProviders(config)[kind].read(id, props)).toMatchObject({ props });
    expect(usedKeys()).toEqual([owner.accessKeyId]);

    world.client = () => {
      throw new Error("Nobody hands out the role's credentials here.");
    };
    const roleArn = "acs:ram::1:role/esa";
    await failureOf(provider.read(id, { roleArn }));
    expect(world.connections.at(-1)).toEqual({ roleArn });
  });

  test("has a client of its own, which all resources of that account share", async () => {
    const { plans, jobs } = world.newProviders(config);
    await plans.create({ ...stopped, profile: "owner" });
    await jobs.create({ jobId, desiredStatus: "stopped", profile: "owner" });
    expect(await failureOf(plans.create(stopped))).toMatchObject({ code: "InvalidUid.PermissionDenied" });
    expect(world.connections).toEqual([{ profile: "owner", roleArn: undefined }, {}]);
  });

  test("keeps nothing of the account in its state once it is no longer given", async () => {
    const provider = world.newProvider(config);
    const { outs = {} } = await provider.create({ ...stopped, profile: "owner" });
    world.simulator.clearCalls();
    expect(await provider.diff(planId, outs, stopped)).toEqual({ changes: true });
    const updated = await provider.update(planId, outs, stopped);
    expect(updated.outs).not.toHaveProperty("profile");
    expect(world.calls()).toEqual([]);
  });
});

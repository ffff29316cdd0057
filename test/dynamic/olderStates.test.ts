import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { handlerSource, scheduledPreloadPlanStateType } from "../../provider/dynamic/handler";
import type { PlanStatus } from "../../simulator";
import { planId, putPlan, useWorld } from "../world/world";

const folder = join(__dirname, "..", "fixtures", "state");

interface SavedResource {
  readonly id: string;
  readonly type: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown> & { readonly status: PlanStatus };
  readonly initErrors?: string[];
}

/** Resources as an `up` of each version has written them, on the real engine; never changed once a version is out. */
const fixtures = readdirSync(folder).flatMap((version) =>
  readdirSync(join(folder, version)).map((file): [string, SavedResource] => [
    `${version}/${file}`,
    JSON.parse(readFileSync(join(folder, version, file), "utf8")) as SavedResource,
  ]),
);

const world = useWorld();

const withoutHandler = (properties: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => name !== "__provider"));

describe.each(fixtures)("the state %s", (_, { id, type, inputs, outputs, initErrors }) => {
  beforeEach(() => {
    const { startTime: StartTime, endTime: EndTime } = outputs as { startTime?: string; endTime?: string };
    putPlan(world, { Status: outputs.status, ...(StartTime && { StartTime }), ...(EndTime && { EndTime }) });
  });

  test("holds the type and the handler that never change", () => {
    expect(type).toBe(scheduledPreloadPlanStateType);
    expect([inputs.__provider, outputs.__provider]).toEqual([handlerSource, handlerSource]);
  });

  test("is read as it was written", async () => {
    const read = await world.newProvider().read(id, outputs);
    expect(read.id).toBe(id);
    expect(read.props).toEqual({ ...withoutHandler(outputs), endpoint: world.simulator.endpoint });
    const asDeclared = initErrors ? { desiredStatus: outputs.desiredStatus } : {};
    expect(read.inputs).toEqual({ ...withoutHandler(inputs), ...asDeclared });
  });

  test("has no change unless an up was left unfinished", async () => {
    const { changes, replaces = [] } = await world.newProvider().diff(id, outputs, inputs);
    expect({ changes, replaces }).toEqual({ changes: initErrors !== undefined, replaces: [] });
  });

  test("is updated", async () => {
    const provider = world.newProvider();
    const timeoutSeconds = 7;
    const checked = await provider.check(inputs, { ...inputs, timeoutSeconds });
    expect(checked.failures).toEqual([]);
    const { outs } = await provider.update(id, outputs, { ...inputs, timeoutSeconds });
    const status = initErrors ? "stopped" : outputs.status;
    expect(outs).toMatchObject({ planId, timeoutSeconds, status, desiredStatus: inputs.desiredStatus });
  });

  test("is deleted, and nothing runs on", async () => {
    await world.newProvider().delete(id, outputs);
    expect(world.plan().Status).not.toBe("running");
  });
});

import { createEsaClient } from "../../../provider/esa/client";
import { readSettings } from "../../../provider/settings";
import { startSimulator } from "../../../simulator";
import { planId } from "../../world/world";
import { serve } from "./servers";

test("a Stop that is cancelled while its credentials are fetched is not sent", async () => {
  const simulator = await startSimulator({ seed: [{ Id: planId, Status: "running" }] });
  const abort = new AbortController();
  const key = { AccessKeyId: simulator.accessKeyId, AccessKeySecret: simulator.accessKeySecret, SecurityToken: "t" };
  const source = await serve(() => {
    abort.abort();
    return { body: { Code: "Success", ...key, Expiration: new Date(Date.now() + 3_600_000).toISOString() } };
  });
  try {
    const config = new Map([
      ["alicloud:endpoints", JSON.stringify([{ esa: simulator.url }])],
      ["alicloud:credentialsUri", source.url],
    ]);
    const client = createEsaClient(
      readSettings((name) => config.get(name), {}),
      "test",
    );
    const stopping = client.stop(planId, { deadlineMs: Date.now() + 10_000, signal: abort.signal });
    await expect(stopping).rejects.toMatchObject({ code: "Cancelled" });
    expect(source.seen).toHaveLength(1);
    expect(simulator.calls()).toEqual([]);
  } finally {
    await Promise.all([source.close(), simulator.close()]);
  }
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { status, type ServiceError } from "@grpc/grpc-js";
import { PluginAttach, type PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import * as fc from "fast-check";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { userAgent } from "../../provider/esa/sending/userAgent";
import type { Fault } from "../../simulator";
import { failureOf, Resource } from "../contract/resource";
import { sceneOn, statusOf } from "../contract/scene";
import { send, startHost, type Host } from "../harness/host";
import { propertiesOf, structOf } from "../harness/messages";
import { runHistory, someBeginning, someCommands } from "../model/commands";
import { jobId, planId, putPlan } from "../world/world";
import { HostStack } from "./hostStack";
import { openPluginStage, pluginConfigFor, startLog } from "./pluginStage";

jest.setTimeout(120_000);

/** What the service answers beside the methods, which the contract is about. */
const scene = sceneOn(openPluginStage);
const urn = "urn:pulumi:test::project::esa-preload:index:ScheduledPreloadPlanState::a";
let plugin: Host;
let log: Awaited<ReturnType<typeof startLog>>;
beforeAll(async () => {
  log = await startLog();
  const config = pluginConfigFor(scene.simulator);
  plugin = await startHost({ plugin: { engineAddress: log.address, urn: () => urn }, config });
});
afterAll(async () => {
  await plugin.stop();
  log.stop();
});
beforeEach(() => putPlan(scene, { Status: "running" }));

const stopped = { planId, jobId, desiredStatus: "stopped" };

test("names its version, and hands out the schema that is committed", async () => {
  const info = await send<PluginInfo>((done) => plugin.client.getPluginInfo(new Empty(), done));
  expect(info.getVersion()).toBe(userAgent.split("/")[1]);
  const request = new messages.GetSchemaRequest();
  const schema = await send<messages.GetSchemaResponse>((done) => plugin.client.getSchema(request, done));
  expect(schema.getSchema()).toBe(readFileSync(join(__dirname, "../../plugin/schema/schema.json"), "utf8"));
});

test("takes every key of its configuration, keeps those secret that are, and refuses others", async () => {
  const keys = { region: "cn-hangzhou", secretKey: "hush", version: "0.1.0" };
  const request = new messages.CheckRequest().setNews(structOf({ ...keys, colour: "red" }));
  const response = await send<messages.CheckResponse>((done) => plugin.client.checkConfig(request, done));
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hush" };
  expect(propertiesOf(response.getInputs())).toMatchObject({ ...keys, secretKey: secret });
  const [failure, ...more] = response.getFailuresList().map((one) => one.toObject());
  expect(failure).toEqual({ property: "", reason: expect.stringMatching(/^colour is not a key/) as string });
  expect(more).toEqual([]);
});

describe("invoke", () => {
  const invoke = (name: string, args: object) => {
    const request = new messages.InvokeRequest().setTok(`esa-preload:index:${name}`).setArgs(structOf({ ...args }));
    return send<messages.InvokeResponse>((done) => plugin.client.invoke(request, done));
  };

  test("answers the plans of a job", async () => {
    const answer = await invoke("getScheduledPreloadPlans", { jobId: jobId.toUpperCase() });
    const plan: unknown = expect.objectContaining({ id: planId, status: "running" });
    expect(propertiesOf(answer.getReturn())).toEqual({ jobId, plans: [plan] });
  });

  test("ends with the run, whatever it waits for", async () => {
    scene.simulator.addFault({ kind: "slow", delayMs: 30_000 });
    const waiting = expect(invoke("getScheduledPreloadPlans", { jobId })).rejects.toThrow(/cancelled/);
    while (scene.simulator.calls().length === 0) await setTimeout(10);
    await send<Empty>((done) => plugin.client.cancel(new Empty(), done));
    await waiting;
    await send<Empty>((done) => plugin.client.attach(new PluginAttach().setAddress(log.address), done));
  });

  test("names what is missing and what is strange, and fails for what isn't there", async () => {
    const { failuresList } = (await invoke("getScheduledPreloadJobs", { site: 1 })).toObject();
    expect(failuresList).toMatchObject([
      { property: "site" },
      { property: "siteId", reason: "is missing: give the site's id" },
    ]);
    await expect(invoke("getNothing", {})).rejects.toThrow(/no function/);
  });
});

test.each([
  ["nothing of them", {}, "some"],
  ["one that was given", { timeoutSeconds: 60 }, "some"],
  ["all", { timeoutSeconds: 60, whenWaiting: "fail" }, "none"],
])("a state of the dynamic resource is updated where it lacks a default: it holds %s", async (_, held, changes) => {
  const inputs = { ...stopped, ...held };
  const { changes: found } = await plugin.diff(planId, { ...inputs, status: "stopped" }, inputs, inputs);
  expect(found).toBe(changes);
});

test("a diff of what was not finished compares with what had been asked for, which only the inputs say", async () => {
  const asked = { ...stopped, timeoutSeconds: 60, whenWaiting: "fail" };
  const declared = { ...asked, desiredStatus: "running" };
  const request = new messages.DiffRequest().setId(planId).setUrn(urn).setOldInputs(structOf(asked));
  request.setOlds(structOf({ ...declared, status: "running", unfinished: "stopped" })).setNews(structOf(declared));
  const response = await send<messages.DiffResponse>((done) => plugin.client.diff(request, done));
  expect(response.getDetaileddiffMap().get("desiredStatus")?.toObject()).toMatchObject({ inputdiff: true });
});

test("what is not implemented says so, and what is of another package is refused", async () => {
  const failed = new Promise<ServiceError | null>((resolve) => {
    plugin.client.construct(new messages.ConstructRequest(), resolve);
  });
  expect((await failed)?.code).toBe(status.UNIMPLEMENTED);
  const request = new messages.CheckRequest().setUrn(urn.replace("PlanState", "Plan")).setNews(structOf({}));
  await expect(send((done) => plugin.client.check(request, done))).rejects.toThrow(/not one of esa-preload/);
});

test("lines stand under their resource, with their severity, before the answer; stdout stays empty", async () => {
  putPlan(scene, { Status: "waiting" });
  await plugin.create({ ...stopped, whenWaiting: "leave" });
  const message: unknown = expect.stringMatching(new RegExp(`^${planId}: is waiting, which ESA cannot stop`));
  expect(log.lines).toEqual([expect.objectContaining({ severity: 2, urn, message })]);
  expect(plugin.output()).toBe("");
});

test.each<[string, Omit<Fault, "action">, string | undefined]>([
  ["told to have no effect", { kind: "throttle" }, undefined],
  ["without effect, and untold", { kind: "http503" }, undefined],
  ["after the effect", { kind: "resetAfterEffect" }, undefined],
  ["the plan is gone", { kind: "error", code: "InvalidExecution.NotFound" }, "InvalidExecution.NotFound"],
  ["final", { kind: "error", code: "SignatureDoesNotMatch" }, "SignatureDoesNotMatch"],
  ["of no document", { kind: "error", code: "Surprise" }, "Surprise"],
])("a Stop that fails, %s, is repeated, or tells its code", async (_, fault, code) => {
  scene.simulator.addFault({ ...fault, times: code ? 1_000 : 1, action: "StopScheduledPreloadExecution" });
  const creating = new Resource("plan", "a").up(scene.newRun(), stopped);
  if (code === undefined) await creating;
  else expect((await failureOf(creating)).message).toMatch(code);
  expect(statusOf(scene)).toBe(code === undefined ? "stopped" : "running");
});

test("plans and stack are what the model says, over 100 histories", async () => {
  const stage = await openPluginStage();
  const property = fc.asyncProperty(someBeginning, someCommands(16), (beginning, history) =>
    runHistory(new HostStack(stage), beginning, history),
  );
  await fc.assert(property, { numRuns: 100 }).finally(() => stage.close());
});

import { documentedCodes, gatewayCodes } from "./codes";
import type { RunResult } from "../harness/stack";
import { declare, JOB, openScene, PLAN, planState, type Scene } from "../harness/scene";

/**
 * The texts that a user sees, as a person has read them. A change shows in review: read it as if you had never seen
 * the code. Does it say what failed, for which plan, and what to do next?
 */
let scene: Scene;
beforeAll(async () => (scene = await openScene("messages", declare({ timeoutSeconds: 2 }))));
afterAll(() => scene.close());
afterEach(() => {
  scene.simulator.clearFaults();
  scene.put("running");
});

/** What is shown of the resource, without what differs from run to run. */
function shown({ output }: RunResult): string {
  const own = /pulumi-nodejs:dynamic\/esa:ScheduledPreloadPlanState \(plan\):\n([^]*?)\n\n/.exec(output)?.[1];
  return (own ?? `no diagnostics in:\n${output}`)
    .replace(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g, "<request id>")
    .replace(/127\.0\.0\.1:\d+/g, "<endpoint>")
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d\d:\d\d)/g, "<time>")
    .replace(/after \d+ attempts/g, "after <n> attempts")
    .replace(/\bin \d+ s\b/g, "in <n> s")
    .replace(/at least \d+ to wait/g, "at least <n> to wait");
}

/** One message, no stack; where ESA answered, the plan and the request. */
function expectWellTold(text: string): void {
  expect(text).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(text).toContain(PLAN);
}

describe("a refused call, on create:", () => {
  test.each([...documentedCodes, ...gatewayCodes])("%s", async (code) => {
    scene.simulator.addFault({ kind: "error", code, times: 1000 });
    const failed = await scene.stack.up();
    expect(failed.ok).toBe(false);
    const text = shown(failed);
    expectWellTold(text);
    expect(text).toContain("<request id>");
    expect(text.match(/ failed: /g)).toHaveLength(1);
    expect(text).toMatchSnapshot();
  });
});

describe("a broken call, on create:", () => {
  test.each(["throttle", "http503", "html502", "truncated", "reset", "wrongTypes"] as const)("%s", async (kind) => {
    scene.simulator.addFault({ kind, times: 1000 });
    const failed = await scene.stack.up();
    const text = shown(failed);
    expectWellTold(text);
    expect(text.match(/ failed: /g)).toHaveLength(1);
    expect(text).toMatchSnapshot();
  });
});

describe("a plan that cannot be stopped:", () => {
  const hour = 3_600_000;

  test.each(["fail", "wait"] as const)("it waits, whenWaiting is %s", async (whenWaiting) => {
    const startMs = Date.now() + hour;
    scene.simulator.putPlan(PLAN, {
      Status: "waiting",
      StartTime: new Date(startMs).toISOString(),
      EndTime: new Date(startMs + hour).toISOString(),
    });
    scene.stack.setProgram(declare({ whenWaiting, timeoutSeconds: 2 }));
    const text = shown(await scene.stack.up());
    expectWellTold(text);
    expect(text).toMatchSnapshot();
  });

  test("a Stop is refused by a code that no document lists, and no job is given", async () => {
    scene.put("stopped");
    scene.stack.setProgram(declare({ jobId: undefined }));
    const text = shown(await scene.stack.up());
    expectWellTold(text);
    expect(text).toMatchSnapshot();
  });
});

describe("what is declared or configured cannot work:", () => {
  afterAll(async () => {
    await scene.stack.setConfig({
      "alicloud:region": "cn-hangzhou",
      "alicloud:protocol": "HTTP",
      "alicloud:endpoints": JSON.stringify([{ esa: scene.simulator.endpoint }]),
      "alicloud:accessKey": scene.simulator.accessKeyId,
      "alicloud:secretKey": { value: scene.simulator.accessKeySecret, secret: true },
    });
  });

  const fail = async (): Promise<string> => {
    scene.stack.setProgram(declare({ timeoutSeconds: 2 }));
    const failed = await scene.stack.up();
    expect(failed.ok).toBe(false);
    return shown(failed);
  };

  test("the job has no such plan", async () => {
    scene.simulator.deletePlan(PLAN);
    const text = await fail();
    scene.simulator.putPlan(PLAN, { JobId: JOB, Status: "running" });
    expectWellTold(text);
    expect(text).toMatchSnapshot();
  });

  test("two resources contradict each other", async () => {
    // In this order: whichever comes second is told.
    scene.stack.setProgram(() => {
      planState("plan", {}, { dependsOn: planState("other", { desiredStatus: "running" }) });
    });
    const text = shown(await scene.stack.preview());
    expectWellTold(text);
    expect(text).toMatchSnapshot();
  });

  test("nothing listens at the endpoint", async () => {
    await scene.stack.setConfig({ "alicloud:endpoints": '[{"esa":"127.0.0.1:1"}]' });
    expect(await fail()).toMatchSnapshot();
  });

  test("the endpoint does not speak TLS", async () => {
    await scene.stack.removeConfig("alicloud:protocol");
    await scene.stack.setConfig({
      "alicloud:endpoints": JSON.stringify([{ esa: scene.simulator.endpoint }]),
    });
    expect(await fail()).toMatchSnapshot();
  });

  test("plain HTTP beyond this machine", async () => {
    await scene.stack.setConfig({ "alicloud:endpoints": '[{"esa":"http://esa.example.com"}]' });
    expect(await fail()).toMatchSnapshot();
  });

  test("neither region nor account type", async () => {
    await scene.stack.removeConfig("alicloud:endpoints");
    await scene.stack.removeConfig("alicloud:region");
    expect(await fail()).toMatchSnapshot();
  });

  test("an access key without its secret", async () => {
    await scene.stack.setConfig({ "alicloud:endpoints": JSON.stringify([{ esa: scene.simulator.url }]) });
    await scene.stack.removeConfig("alicloud:secretKey");
    expect(await fail()).toMatchSnapshot();
  });

  test("no credentials at all", async () => {
    await scene.stack.removeConfig("alicloud:accessKey");
    // A home without the files of Alibaba Cloud's tools.
    scene.stack.env.HOME = scene.stack.workDir;
    const text = (await fail()).replace(/\/\S*\/\.(aliyun|alibabacloud)\//g, "~/.$1/");
    expect(text).toMatchSnapshot();
  });
});

describe("a resource that exists:", () => {
  beforeAll(async () => {
    scene.stack.setProgram(declare({ timeoutSeconds: 2 }));
    scene.put("running");
    expect((await scene.stack.up()).ok).toBe(true);
  });

  test("a start that doesn't get through, on update", async () => {
    scene.put("stopped");
    scene.simulator.addFault({ kind: "http503", action: "StartScheduledPreloadExecution", times: 1000 });
    scene.stack.setProgram(declare({ desiredStatus: "running", timeoutSeconds: 2 }));
    const text = shown(await scene.stack.up());
    expectWellTold(text);
    expect(text.match(/ failed: /g)).toHaveLength(1);
    expect(text).toMatchSnapshot();
  });

  test("no permission, on refresh", async () => {
    scene.simulator.addFault({ kind: "error", code: "InvalidUid.PermissionDenied", times: 1000 });
    const text = shown(await scene.stack.refresh());
    expectWellTold(text);
    expect(text).toMatchSnapshot();
  });

  test("no permission, on destroy", async () => {
    scene.simulator.addFault({ kind: "error", code: "InvalidUid.PermissionDenied", times: 1000 });
    const text = shown(await scene.stack.destroy());
    expectWellTold(text);
    expect(text).toMatchSnapshot();
  });
});

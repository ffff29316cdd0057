import { targetConfig } from "../../harness/config";
import type { RunResult } from "../../harness/stack";
import { PLAN, planState, running, useScene } from "../harness/scene";

/**
 * The texts that a user sees, as a person has read them. A change shows in review: read it as if you had never seen
 * the code. Does it say what failed, for which plan, and what to do next?
 */
const scene = useScene("messages");
const plan = (args: Parameters<typeof planState>[1] = {}) => planState("plan", { timeoutSeconds: 2, ...args });
const denied = { kind: "error", code: "InvalidUid.PermissionDenied", times: 1000 } as const;
const refuse = () => scene.simulator.addFault(denied);

/** What is shown of the resource, without what differs from run to run. */
function shown({ ok, output }: RunResult): string {
  expect(ok).toBe(false);
  const own = /pulumi-nodejs:dynamic\/esa:ScheduledPreloadPlanState \(plan\):\n([^]*?)\n\n/.exec(output)?.[1];
  const text = own ?? `no diagnostics in:\n${output}`;
  // One message, no stack.
  expect(text).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect((text.match(/ failed: /g) ?? []).length).toBeLessThanOrEqual(1);
  return text
    .replace(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g, "<request id>")
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d\d:\d\d)/g, "<time>")
    .replace(/after \d+ attempts/g, "after <n> attempts")
    .replace(/\bin \d+ s\b/g, "in <n> s")
    .replace(/at least \d+ to wait/g, "at least <n> to wait")
    .replace(/\/\S*\/\.(aliyun|alibabacloud)\//g, "~/.$1/");
}

test.each<[string, () => void, (() => unknown)?]>([
  ["a refused call", refuse],
  ["an answer that is not ESA's", () => scene.simulator.addFault({ kind: "html502", times: 1000 })],
  ["a Stop that is refused, without a job", () => scene.put("stopped"), () => plan({ jobId: undefined })],
  ["a plan that is to begin later", waitAnHour, () => plan({ whenWaiting: "wait" })],
  ["a plan that isn't there", () => scene.simulator.deletePlan(PLAN)],
  ["nothing listens at the endpoint", () => configure({ "alicloud:endpoints": '[{"esa":"127.0.0.1:1"}]' })],
  ["the endpoint does not speak TLS", () => configure({ "alicloud:protocol": undefined })],
  [
    "neither region nor account type",
    () => configure({ "alicloud:endpoints": undefined, "alicloud:region": undefined }),
  ],
  ["no credentials", () => configure({ "alicloud:accessKey": undefined, "alicloud:secretKey": undefined })],
])("on create: %s", async (_, prepare, program = plan) => {
  // A home without the files of Alibaba Cloud's tools.
  scene.stack.env["HOME"] = scene.stack.workDir;
  scene.stack.setConfig(targetConfig(scene.simulator));
  prepare();
  scene.program(program);
  expect(shown(await scene.stack.up())).toMatchSnapshot();
});

function waitAnHour(): void {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  scene.simulator.putPlan(PLAN, { Status: "waiting", StartTime: at(1), EndTime: at(2) });
}

function configure(changes: Record<string, string | undefined>): void {
  scene.stack.setConfig(changes);
}

test("of a resource that exists: on update, on refresh and on destroy", async () => {
  const { stack, simulator } = scene;
  stack.setConfig(targetConfig(simulator));
  await scene.done(plan);
  simulator.addFault({ kind: "http503", action: "StartScheduledPreloadExecution", times: 1000 });
  scene.program(() => plan(running));
  expect(shown(await stack.up())).toMatchSnapshot("update");
  refuse();
  expect(shown(await stack.refresh())).toMatchSnapshot("refresh");
  expect(shown(await stack.destroy())).toMatchSnapshot("destroy");
});

test("two resources that contradict each other, on preview", async () => {
  // In this order: whichever comes second is told.
  scene.program(() => planState("plan", {}, { dependsOn: planState("other", running) }));
  expect(shown(await scene.stack.preview())).toMatchSnapshot();
});

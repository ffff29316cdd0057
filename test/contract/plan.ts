import { unknown } from "../../provider/resources/methods";
import { jobId, otherPlanId, planId, putPlan } from "../world/world";
import { created, failureOf, Resource } from "./resource";
import { actions, statusOf, type Scene } from "./scene";

const stopped = { planId, jobId, desiredStatus: "stopped" };
const running = { ...stopped, desiredStatus: "running" };
const somebody = { owner: "a" };

/** What the resource of one plan promises. */
export function planCases(scene: Scene): void {
  const put = (...[fields, id]: [Parameters<typeof putPlan>[1], string?]) => putPlan(scene, fields, id);
  const isStopped = () => expect(statusOf(scene)).toBe("stopped");

  describe("create", () => {
    test("adopts a plan and stops it: its outputs are the arguments and what was observed", async () => {
      put({ Status: "running", Interval: 60 });
      const { id, outputs } = await scene.newRun().plan.create(stopped, somebody);
      expect(id).toBe(planId);
      expect(outputs).toMatchObject({
        ...stopped,
        ...scene.defaults,
        status: "stopped",
        interval: 60,
        endpoint: scene.simulator.endpoint,
        requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string,
      });
      expect(actions(scene)).toEqual(["List", "Stop"]);
      isStopped();
    });

    test("of a plan that isn't there fails, and keeps nothing", async () => {
      put({ Status: "running" }, otherPlanId);
      // Too little time to look again, as a create otherwise does.
      const args = { ...stopped, timeoutSeconds: 0.4 };
      const failure = await failureOf(scene.newRun().plan.create(args, somebody));
      expect(failure.message).toMatch(`${planId} does not exist`);
      expect(failure.partial).toBeUndefined();
    });

    test("that cannot stop a waiting plan fails, says when it begins, and keeps nothing", async () => {
      put({ Status: "waiting" });
      const failure = await failureOf(scene.newRun().plan.create(stopped, somebody));
      expect(failure.message).toMatch(/waiting and begins at [^]*whenWaiting to "wait".*"leave"/);
      expect(failure.partial).toBeUndefined();
    });

    test("leaves a waiting plan with whenWaiting leave, which then is no drift", async () => {
      put({ Status: "waiting" });
      const args = { ...stopped, whenWaiting: "leave" };
      const resource = await created(scene, "plan", args);
      expect(resource.outputs).toMatchObject({ status: "waiting", desiredStatus: "stopped" });
      await resource.refresh(scene.newRun());
      expect(resource.state?.inputs).toEqual(args);
      expect(await resource.up(scene.newRun(), args)).toBe("unchanged");
    });

    test("that fails after its Stop keeps what was observed; the next up goes on from there", async () => {
      const args = { planId, desiredStatus: "stopped" };
      put({ Status: "running" });
      scene.simulator.setOptions({ stopDelaySeconds: 3_600 });
      scene.simulator.addFault({
        kind: "error",
        code: "NoPermission",
        action: "ListScheduledPreloadExecutions",
      });
      const resource = new Resource("plan", "a");
      const { message, partial } = await failureOf(resource.up(scene.newRun(), args));
      expect(partial).toMatchObject({
        id: planId,
        outputs: { jobId, status: "running", desiredStatus: "running" },
        reasons: [message],
      });
      scene.simulator.setOptions({ stopDelaySeconds: 0 });
      put({ Status: "running" });
      expect(await resource.up(scene.newRun(), args)).toBe("updated");
      isStopped();
    });
  });

  describe("after an update that was given up while its Stop may still take effect,", () => {
    async function givenUp(): Promise<Resource> {
      put({ Status: "running" });
      const resource = await created(scene, "plan", running);
      scene.simulator.setOptions({ stopDelaySeconds: 3_600 });
      await failureOf(resource.up(scene.newRun(), { ...stopped, timeoutSeconds: 0.8 }));
      expect(resource.outputs).toMatchObject({ status: "running", desiredStatus: "running" });
      scene.simulator.setOptions({ stopDelaySeconds: 0 });
      put({ Status: "stopped" });
      scene.simulator.clearCalls();
      return resource;
    }

    test("the plan is looked at, whatever is declared then", async () => {
      const resource = await givenUp();
      expect(await resource.up(scene.newRun(), running)).toBe("updated");
      expect(actions(scene)).toEqual(["List", "Start"]);
      expect(await resource.up(scene.newRun(), running)).toBe("unchanged");
    });

    test("a refresh that shows it stopped is the end of it", async () => {
      const resource = await givenUp();
      await resource.refresh(scene.newRun());
      expect(resource.outputs).toMatchObject({ status: "stopped", desiredStatus: "stopped" });
      expect(await resource.up(scene.newRun(), { ...stopped, timeoutSeconds: 0.8 })).toBe("unchanged");
    });

    test("one that shows it running is not", async () => {
      const resource = await givenUp();
      put({ Status: "running" });
      await resource.refresh(scene.newRun());
      put({ Status: "stopped" });
      await resource.up(scene.newRun(), running);
      expect(statusOf(scene)).toMatch(/waiting|running/);
    });
  });

  describe("check", () => {
    test("hands on what was given, with plan and job of a composite id apart, and what isn't known yet", async () => {
      const { plan } = scene.newRun();
      const given = { planId: `${jobId}:${planId}`, desiredStatus: "stopped", whenWaiting: "leave" };
      const later = { planId: unknown, jobId: unknown, desiredStatus: "running" };
      expect(await plan.check({}, given, somebody)).toEqual({ inputs: { ...given, planId, jobId }, failures: [] });
      expect(await plan.check({}, later, somebody)).toEqual({ inputs: later, failures: [] });
    });

    test("names every argument that is wrong", async () => {
      const wrong = { planId: "no-plan", desiredStatus: "paused", colour: "red", timeoutSeconds: 0 };
      const { failures } = await scene.newRun().plan.check({}, wrong, somebody);
      expect(failures.map(({ property }) => property).sort()).toEqual(Object.keys(wrong).sort());
    });
  });

  describe("read", () => {
    test("shows a plan that was restarted in outputs and inputs; the next up stops it", async () => {
      put({ Status: "running" });
      const resource = await created(scene, "plan", stopped);
      put({ Status: "running" });
      await resource.refresh(scene.newRun());
      expect(resource.outputs).toMatchObject({ status: "running", desiredStatus: "running" });
      expect(resource.state?.inputs).toEqual(running);
      expect(await resource.up(scene.newRun(), stopped)).toBe("updated");
      isStopped();
    });

    test("takes a plan for gone where its job's list says so", async () => {
      put({ Status: "stopped" });
      const resource = await created(scene, "plan", stopped);
      put({}, otherPlanId);
      scene.simulator.deletePlan(planId);
      expect(await resource.refresh(scene.newRun())).toBe(false);
    });

    test("nor the word of another endpoint than the one where it was last seen, and names both", async () => {
      put({ Status: "stopped" });
      const { outputs } = await created(scene, "plan", stopped);
      const state = { id: planId, inputs: stopped, outputs: { ...outputs, endpoint: "before.example" } };
      const moved = new Resource("plan", "a", state);
      scene.simulator.deleteJob(jobId);
      for (const ask of [() => moved.refresh(scene.newRun()), () => moved.delete(scene.newRun())]) {
        const { message } = await failureOf(ask());
        const now = scene.simulator.endpoint;
        expect(message).toMatch(`${now} knows nothing of the plan ${planId}, which was last seen at before.example`);
      }
    });

    test("finds a plan that is not managed by job and plan, and gives it no inputs", async () => {
      put({ Status: "running" });
      const state = { id: `${jobId}:${planId}`, inputs: undefined, outputs: {} };
      const found = await scene.newRun().plan.read(state, {});
      expect(found).toMatchObject({ outputs: { planId, jobId, status: "running", desiredStatus: "running" } });
      expect(found).toHaveProperty("inputs", {});
    });
  });

  describe("diff and update", () => {
    test("nothing changes in a second run, and another plan, or one to be known later, replaces", async () => {
      put({ Status: "running" });
      const { state } = await created(scene, "plan", stopped);
      if (!state) throw new Error("It has no state.");
      const diff = (news: object) => scene.newRun().plan.diff(state, { ...stopped, ...news }, somebody);
      expect(await diff({})).toBe("no change");
      expect(await diff({ planId: otherPlanId })).toBe("replacement");
      expect(await diff({ planId: unknown })).toBe("replacement");
      expect(await diff({ desiredStatus: unknown })).toBe("update");
      expect(actions(scene)).toEqual([]);
    });

    test("a plan that has failed since it was started is left alone", async () => {
      put({ Status: "running" });
      const resource = await created(scene, "plan", running);
      put({ Status: "failed" });
      await resource.refresh(scene.newRun());
      const run = scene.newRun();
      expect(await resource.up(run, { ...running, timeoutSeconds: 60 })).toBe("updated");
      expect(run.said()).toMatch(/has failed and is left alone/);
      expect(statusOf(scene)).toBe("failed");
    });
  });

  describe("delete", () => {
    test("stops the plan whatever its state says, and is content with one that is gone", async () => {
      put({ Status: "stopped" });
      const [first, second] = [await created(scene, "plan", stopped), await created(scene, "plan", stopped)];
      put({ Status: "running" });
      await first.delete(scene.newRun());
      isStopped();
      scene.simulator.deleteJob(jobId);
      await second.delete(scene.newRun());
    });
  });
}

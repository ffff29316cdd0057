import { jobId, planId, putPlan } from "../world/world";
import { planIds } from "./job";
import { failureOf, Resource } from "./resource";
import { actions, statusOf, type Scene } from "./scene";
import type { Kind, Run } from "./subject";

const args = {
  plan: { planId, jobId },
  job: { jobId },
} as const;
const running = (kind: Kind) => ({ ...args[kind], desiredStatus: "running" });
const stopped = (kind: Kind) => ({ ...args[kind], desiredStatus: "stopped" });

/** What resources of one program promise that are about the same plan. */
export function togetherCases(scene: Scene): void {
  beforeEach(() => {
    putPlan(scene, { Status: "running" });
  });

  describe("two resources that declare different states of one plan are told apart by name", () => {
    test.each<[Kind, Kind]>([
      ["plan", "plan"],
      ["plan", "job"],
      ["job", "plan"],
      ["job", "job"],
    ])("%s and %s, and nothing is started or stopped", async (first, second) => {
      const run = scene.newRun();
      const [a, b] = [new Resource(first, "a"), new Resource(second, "b")];
      const inputs = await a.check(run, stopped(first));
      const { message } = await failureOf(b.check(run, running(second)));
      expect(message).toMatch(/^desiredStatus Two resources of this program declare different states/);
      expect(message).toMatch(/"b" running and "a" stopped/);
      expect((await failureOf(a.create(run, inputs))).message).toMatch("Two resources");
      expect(statusOf(scene)).toBe("running");
    });
  });

  test("of two with the same wish one calls, also where the job is only learned", async () => {
    const run = scene.newRun();
    const creating = ["a", "b"].map((owner) =>
      new Resource("plan", owner).up(run, { planId, desiredStatus: "stopped" }),
    );
    await Promise.all(creating);
    expect(actions(scene)).toEqual(["Stop", "List"]);
  });

  /** The resource of an earlier program that declared the plan, or its whole job. */
  async function old(kind: Kind, owner: string | undefined): Promise<Resource> {
    const resource = new Resource(kind, owner);
    await resource.up(scene.newRun(), running(kind));
    return resource;
  }

  /** How far the other resource of the present run is. */
  const heirs: Record<string, (run: Run, heir: Resource) => Promise<unknown>> = {
    "that was created": (run, heir) => heir.up(run, running(heir.kind)),
    "that has not changed": async (run, heir) => {
      heir.state = (await old(heir.kind, heir.owner)).state;
      return heir.up(run, running(heir.kind));
    },
    "that is to change": async (run, heir) => {
      const { state } = await old(heir.kind, heir.owner);
      const inputs = await heir.check(run, { ...running(heir.kind), timeoutSeconds: 9 }, state?.inputs);
      if (state) await run[heir.kind].diff(state, inputs, heir);
    },
    "that has failed": (run, heir) => {
      scene.simulator.addFault({ kind: "error", code: "NoPermission" });
      return failureOf(heir.up(run, running(heir.kind)));
    },
    "that is to come": (run, heir) => heir.check(run, running(heir.kind)),
  };

  describe("the plan of a deleted resource", () => {
    test.each<[Kind, string | undefined, Kind, keyof typeof heirs, "left" | "refused" | "stopped"]>([
      ["plan", "a", "plan", "that was created", "left"],
      ["plan", undefined, "plan", "that has not changed", "left"],
      ["plan", "a", "job", "that has failed", "refused"],
      ["job", undefined, "job", "that has not changed", "left"],
      ["job", "a", "job", "that is to come", "refused"],
      ["plan", "a", "plan", "that is to change", "refused"],
      ["job", undefined, "plan", "that was created", "left"],
    ])("(%s, owner %s), declared by a %s %s, is %s", async (kind, owner, heirKind, state, expected) => {
      const resource = await old(kind, owner);
      const run = scene.newRun();
      await heirs[state]?.(run, new Resource(heirKind, "b"));
      scene.simulator.clearCalls();
      if (expected === "refused") {
        const { message } = await failureOf(resource.delete(run));
        const why = state === "that has failed" ? "its own create or update failed" : "was not created or updated";
        expect(message).toContain(`"b" declares it running, but ${why}.`);
      } else {
        await resource.delete(run);
      }
      expect(statusOf(scene)).toBe(expected === "stopped" ? "stopped" : "running");
      expect(actions(scene)).not.toContain("Start");
      const byOne = `not stopped: another resource of this program declares this ${kind}`;
      const byMore = "not stopped: other resources of this program declare them";
      if (expected === "left") expect(run.said()).toMatch(kind === heirKind ? byOne : byMore);
    });
  });

  test("a plan is stopped whose resource is deleted before it is replaced, whoever else is to come", async () => {
    const resource = await old("plan", "a");
    const run = scene.newRun();
    for (const owner of ["a", "b"]) await new Resource("plan", owner).check(run, running("plan"));
    await resource.delete(run);
    expect(statusOf(scene)).toBe("stopped");
  });

  test.each<Kind>(["plan", "job"])(
    "what such a delete has stopped is started for the %s that comes later",
    async (kind) => {
      const [goes, stays] = [await old("plan", "a"), await old(kind, "b")];
      const run = scene.newRun();
      await new Resource("plan", "a").check(run, { ...running("plan"), planId: planIds[0] }, goes.state?.inputs);
      await goes.delete(run);
      expect(statusOf(scene)).toBe("stopped");
      expect(await stays.up(run, running(kind))).toBe("updated");
      expect(statusOf(scene)).toMatch(/waiting|running/);
    },
  );

  test("a delete takes no new resource for its own replacement that has its old name and another plan", async () => {
    const resource = await old("plan", "a");
    const run = scene.newRun();
    await new Resource("plan", "c").check(run, running("plan"));
    await new Resource("plan", "a").check(run, { ...running("plan"), planId: planIds[0] });
    expect((await failureOf(resource.delete(run))).message).toMatch(/"c" declares it running, but was not created/);
    expect(statusOf(scene)).toBe("running");
  });

  test("a deleted job stops all its plans but those that are left, and fails for one whose resource has failed", async () => {
    for (const id of planIds) putPlan(scene, { Status: "running" }, id);
    const resource = await old("job", "a");
    const run = scene.newRun();
    const declare = (id: string | undefined) => ({ ...running("plan"), planId: id });
    await new Resource("plan", "left").up(run, declare(planIds[0]));
    scene.simulator.addFault({ kind: "error", code: "NoPermission" });
    await failureOf(new Resource("plan", "failing").up(run, declare(planIds[1])));
    const { message } = await failureOf(resource.delete(run));
    expect(message).toMatch(new RegExp(`1 of the 4 plans[^]*${planIds[1]}.*"failing" declares it running`));
    const left = [planId, ...planIds].map((id) => statusOf(scene, id));
    expect(left).toEqual(["stopped", "running", "running", "stopped"]);
    expect(run.said()).toMatch(/1 of its plans not stopped: other resources of this program declare them/);
  });
}

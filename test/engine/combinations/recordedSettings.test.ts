import { targetConfig } from "../../harness/config";
import { expectDone, expectNothingDone, expectRefused } from "../harness/expectations";
import { declare, openScene, type Scene } from "../harness/scene";
import type { RunResult } from "../harness/stack";

/**
 * refresh, destroy and the reads of `up --refresh` use what the last `up` has recorded: the stack's configuration, and
 * the arguments in the state. An `up` that needs no call records what is wrong as readily. The message then names the
 * one way out.
 */
const withoutRefresh = /\bup`? without `?--refresh/;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene("recorded", () => undefined);
  // Without the profiles of whoever runs this.
  scene.stack.env["HOME"] = scene.stack.workDir;
});
afterAll(() => scene.close());

const commands: [string, () => Promise<RunResult>][] = [
  ["refresh", () => scene.stack.refresh()],
  ["destroy", () => scene.stack.destroy()],
  ["up --refresh", () => scene.stack.up({ refresh: true })],
];

describe("a wrong endpoint that an update of timeoutSeconds alone has recorded, corrected since:", () => {
  /** An `up` with the wrong endpoint that has nothing to ask it. */
  async function record(timeoutSeconds: number): Promise<void> {
    await scene.stack.setConfig({
      "alicloud:endpoints": '[{"esa":"127.0.0.1:1"}]',
      "alicloud:maxRetryTimeout": "1",
    });
    scene.stack.setProgram(declare({ timeoutSeconds }));
    expectDone(await scene.stack.up(), { update: 1 });
    await scene.stack.setConfig(targetConfig(scene.simulator));
  }

  beforeAll(async () => {
    scene.startOver();
    scene.stack.setProgram(declare());
    expectDone(await scene.stack.up(), { create: 1 });
    await record(2);
  });

  test.each(commands)("%s names --run-program, and `up` without --refresh", async (_, run) => {
    expectRefused(await run(), "EndpointUnreachable", "--run-program", withoutRefresh);
    expect(await scene.stack.resource("plan")).toBeDefined();
  });

  test("a refresh --run-program leads out", async () => {
    expectNothingDone(await scene.stack.refresh({ runProgram: true }));
    expectNothingDone(await scene.stack.refresh());
  });

  test("an `up` without --refresh leads out", async () => {
    await record(3);
    expectRefused(await scene.stack.up({ refresh: true }));
    expectNothingDone(await scene.stack.up());
    expectNothingDone(await scene.stack.up({ refresh: true }));
  });
});

describe("a wrong profile in the program:", () => {
  const toCorrect = /correct it in the program[^]*\bup`? without `?--refresh/i;
  const expectNotMisled = ({ output }: RunResult) => expect(output).not.toMatch(/set alicloud:accessKey/i);

  beforeEach(() => {
    scene.startOver();
    scene.stack.setProgram(declare({ profile: "nobody" }));
  });

  test("a create says to correct it in the program", async () => {
    const up = await scene.stack.up();
    expectRefused(up, "nobody", /correct it in the program/i);
    expectNotMisled(up);
  });

  describe("recorded by an update that needed no call, and corrected since:", () => {
    beforeEach(async () => {
      scene.stack.setProgram(declare());
      expectDone(await scene.stack.up(), { create: 1 });
      scene.stack.setProgram(declare({ profile: "nobody" }));
      expectDone(await scene.stack.up(), { update: 1 });
      scene.stack.setProgram(declare());
    });

    test.each(commands)("%s says to correct it in the program and to run `up` without --refresh", async (_, run) => {
      const refused = await run();
      expectRefused(refused, "nobody", toCorrect);
      expectNotMisled(refused);
    });

    test("this way leads out", async () => {
      expectDone(await scene.stack.up(), { update: 1 });
      expectNothingDone(await scene.stack.refresh());
    });
  });
});

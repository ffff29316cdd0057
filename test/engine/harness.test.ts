import { CustomResource } from "@pulumi/pulumi";

import { openStack, type TestStack } from "./harness";

/** A resource of the dynamic provider whose code needs nothing of ours: it keeps a colour. */
class Thing extends CustomResource {
  constructor(name: string, colour: string) {
    super("pulumi-nodejs:dynamic/harness:Thing", name, { colour, __provider: HANDLER });
  }
}

const HANDLER = `
exports.handler = () => ({
  diff: async (id, olds, news) => ({ changes: olds.colour !== news.colour }),
  create: async (inputs) => {
    if (inputs.colour === "refused") throw new Error("no such colour");
    return { id: inputs.colour, outs: inputs };
  },
  update: async (id, olds, news) => ({ outs: news }),
});`;

let stack: TestStack;
afterEach(() => stack.dispose());

describe("a stack of the harness", () => {
  test("says what a run changed, and what it would change", async () => {
    const program = (colour: string) => () => {
      new Thing("thing", colour);
    };
    stack = await openStack({ name: "changes", program: program("red") });
    expect(await stack.preview()).toMatchObject({ ok: true, changes: { create: 1 } });
    expect(await stack.up()).toMatchObject({ ok: true, changes: { create: 1 } });
    expect((await stack.up({ expectNoChanges: true })).changes).toEqual({ same: 1 });
    stack.setProgram(program("blue"));
    expect((await stack.up()).changes).toEqual({ update: 1 });
    expect(await stack.resource("thing")).toMatchObject({ id: "red", outputs: { colour: "blue" } });
    expect((await stack.destroy()).changes).toEqual({ delete: 1 });
    expect((await stack.state()).resources ?? []).toEqual([]);
  });

  test("returns a failed run with its exit code and what it said", async () => {
    stack = await openStack({
      name: "failures",
      program: () => {
        new Thing("thing", "refused");
      },
    });
    const refused = await stack.up();
    expect(refused).toMatchObject({ ok: false, changes: {} });
    expect(refused.exitCode).toBeGreaterThan(0);
    expect(refused.output).toContain("no such colour");
    stack.setProgram(() => {
      throw new Error("a fault in the program");
    });
    expect((await stack.up()).output).toContain("a fault in the program");
  });

  test("runs the real CLI on it, with its configuration", async () => {
    stack = await openStack({
      name: "cli",
      program: () => undefined,
      config: { "alicloud:region": "cn-hangzhou" },
    });
    expect(await stack.cli("config", "get", "alicloud:region")).toMatchObject({
      ok: true,
      output: "cn-hangzhou\n",
    });
    await stack.removeConfig("alicloud:region");
    expect(await stack.cli("config", "get", "alicloud:region")).toMatchObject({ ok: false });
  });
});

import { HostError } from "../harness/messages";
import { startHost, type Host } from "../harness/host";

/** A provider that needs nothing but the host's contract. */
const HANDLER = `
exports.handler = () => {
  let region;
  return {
    configure: (req) => { region = req.config.get("alicloud:region"); },
    check: async (olds, news) =>
      news.colour === "" ? { inputs: news, failures: [{ property: "colour", reason: "empty" }] } : { inputs: news },
    diff: async (id, olds, news) =>
      ({ changes: olds.colour !== news.colour, replaces: olds.site !== news.site ? ["site"] : [] }),
    create: async (inputs) => {
      if (inputs.colour === "broken") throw Object.assign(new Error("dropped"), {
        id: "thing", reasons: ["never became ready"], properties: { seen: "waiting", __provider: inputs.__provider } });
      if (inputs.colour === "refused") throw new Error("first line\\nsecond line");
      console.log("creating");
      return { id: "thing", outs: { ...inputs, region } };
    },
    read: async (id, props) => (props.colour === "gone" ? {} : { id, props, inputs: { colour: "read" } }),
    update: async (id, olds, news) => ({ outs: { ...news, before: olds.colour } }),
    delete: async (id, props) => { console.error("deleted " + id + " " + props.colour); },
  };
};`;

let host: Host;
beforeAll(async () => {
  host = await startHost({ handler: HANDLER, config: { "alicloud:region": "cn-hangzhou" } });
});
afterAll(() => host.stop());

describe("the installed dynamic provider host", () => {
  test("hands on the stack configuration and returns outputs with __provider", async () => {
    const created = await host.create({ colour: "red" });
    expect(created).toEqual({
      id: "thing",
      properties: { colour: "red", region: "cn-hangzhou", __provider: HANDLER },
    });
    expect(host.output()).toContain("creating\n");
  });

  test("reports failures of check by property", async () => {
    expect((await host.check({}, { colour: "" })).failures).toEqual([{ property: "colour", reason: "empty" }]);
    expect(await host.check({}, { colour: "red" })).toEqual({
      inputs: { colour: "red", __provider: HANDLER },
      failures: [],
    });
  });

  test("tells a change from none, and a replacement from an update", async () => {
    const olds = { colour: "red", site: "a" };
    expect(await host.diff("thing", olds, olds)).toMatchObject({ changes: "none", replaces: [] });
    expect(await host.diff("thing", olds, { colour: "blue", site: "b" })).toEqual({
      changes: "some",
      replaces: ["site"],
      deleteBeforeReplace: false,
    });
  });

  test("reads outputs and inputs, and an empty id where the resource is gone", async () => {
    const found = await host.read("thing", { colour: "red" });
    expect(found).toMatchObject({ id: "thing", properties: { colour: "red" }, inputs: { colour: "read" } });
    expect((await host.read("thing", { colour: "gone" })).id).toBe("");
  });

  test("updates with the old outputs and deletes with the last ones", async () => {
    const updated = await host.update("thing", { colour: "red" }, { colour: "blue" });
    expect(updated.properties).toMatchObject({ colour: "blue", before: "red" });
    await host.delete("thing", { colour: "blue" });
    expect(host.output()).toContain("deleted thing blue");
  });

  test("keeps the lines of a plain error and says that nothing was made", async () => {
    const error = await host.create({ colour: "refused" }).catch((reason: unknown) => reason);
    expect(error).toEqual(new HostError("first line\nsecond line"));
    expect(error).toMatchObject({ initFailure: undefined });
  });

  test("carries the id, the properties and the reasons of an init failure", async () => {
    await expect(host.create({ colour: "broken" })).rejects.toMatchObject({
      initFailure: {
        id: "thing",
        properties: { seen: "waiting", __provider: HANDLER },
        reasons: ["never became ready"],
      },
    });
  });

  test("says what it printed when it cannot start", async () => {
    await expect(startHost({ env: { NODE_OPTIONS: "--no-such-option" } })).rejects.toThrow("--no-such-option");
  });
});

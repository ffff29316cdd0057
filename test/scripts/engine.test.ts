import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

import { findEngine } from "../../scripts/lib/engine";
import { Machine } from "./machine";

const DOWNLOADING = "Downloading Pulumi 3.259.0 outside the checkout, once.";
const BUILDING = "Building Pulumi's engine 3.259.0 with Go outside the checkout, once: 4 to 6 minutes.";

const internet = jest.spyOn(globalThis, "fetch");
let machine: Machine;
beforeEach(() => {
  machine = new Machine();
  internet.mockRejectedValue(new TypeError("fetch failed"));
});
afterEach(() => machine.dispose());

const log = (line: string) => void machine.log.push(line);

/** Where the engine comes from: the first folder on its PATH. */
async function find(): Promise<string | undefined> {
  return (await findEngine(log)).env.PATH.split(delimiter)[0];
}

describe("pulumi on PATH", () => {
  test.each(["3.216.0", "3.300.1", "3.259.0-alpha.1"])("is taken without a word when it is %s", async (version) => {
    machine.write("bin/pulumi", `echo v${version}`);
    const engine = await findEngine(log);
    const [first, last] = engine.env.PATH.split(delimiter);
    expect([engine.version, first]).toEqual([version, join(machine.root, "bin")]);
    expect(existsSync(join(last ?? "", "pulumi-resource-pulumi-nodejs"))).toBe(true);
    expect(machine.log).toEqual([]);
  });

  test.each([
    ["echo v3.215.9", "is 3.215.9, and 3.216.0 or a newer 3.x is needed"],
    ["echo v4.0.0", "is 4.0.0, and 3.216.0 or a newer 3.x is needed"],
    ["echo hello", "has no version"],
    ["exit 1", "does not run"],
  ])("is passed over with one line where it is %p", async (script, fault) => {
    machine.write("bin/pulumi", script);
    machine.write("home/.pulumi/versions/3.259.0/bin/pulumi", "echo v3.259.0");
    expect(await find()).toBe(join(machine.downloaded, "bin"));
    expect(machine.log).toEqual([`pulumi on PATH ${fault}: looking for another engine.`]);
  });
});

describe("the download", () => {
  test("comes before Go, and is kept; an engine that doesn't run is replaced", async () => {
    machine.addGo("v3.259.0");
    machine.write("home/.pulumi/versions/3.259.0/bin/pulumi", "exit 1");
    internet.mockResolvedValue(new Response(machine.installer("v3.259.0")));
    for (let run = 0; run < 2; run++) expect(await find()).toBe(join(machine.downloaded, "bin"));
    const removed = `The engine in ${machine.downloaded} does not run as 3.259.0: it is removed.`;
    expect(machine.log).toEqual([removed, DOWNLOADING]);
  });

  test.each<[said: string, answer: (installer: string) => Promise<Response>]>([
    ["fetch failed", () => Promise.reject(new TypeError("fetch failed"))],
    ["https://get.pulumi.com/install.sh: HTTP 403", (page) => Promise.resolve(new Response(page, { status: 403 }))],
  ])("is given up with one line, once: %s", async (said, answer) => {
    machine.addGo("v3.259.0");
    internet.mockReturnValue(answer(machine.installer("v3.259.0")));
    for (let run = 0; run < 2; run++) expect(await find()).toBe(join(machine.built, "bin"));
    expect(machine.log).toEqual([DOWNLOADING, `It can't be downloaded (${said}).`, BUILDING]);
  });
});

describe("the build with Go", () => {
  test("is the only way with PULUMI_ENGINE=build, and is done once", async () => {
    process.env.PULUMI_ENGINE = "build";
    machine.write("bin/pulumi", "echo v3.259.0");
    machine.addGo("v3.259.0");
    for (let run = 0; run < 2; run++) expect(await find()).toBe(join(machine.built, "bin"));
    expect(machine.log).toEqual([BUILDING]);
  });

  test.each([
    ["fails", undefined, "go build failed:\ncompile: out of memory"],
    ["makes an engine that says another version", "v3.0.0", "Go built an engine that can't be used."],
  ])("leaves nothing behind when it %s", async (_, version, message) => {
    machine.addGo(version);
    await expect(find()).rejects.toThrow(message);
    expect(readdirSync(machine.cache)).toEqual([]);
  });
});

test.each([
  [undefined, "The tests and the demo need Pulumi's engine. Install the Pulumi CLI, 3.216.0 or a newer 3.x"],
  ["build", "PULUMI_ENGINE=build needs Go on PATH."],
  ["download", 'PULUMI_ENGINE is "download"; it can be "build" or be left out.'],
])("a machine with no way to an engine is told what is missing, with PULUMI_ENGINE=%s", async (mode, message) => {
  if (mode !== undefined) process.env.PULUMI_ENGINE = mode;
  await expect(find()).rejects.toThrow(message);
});

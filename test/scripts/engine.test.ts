import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { Machine } from "./machine";

let machine: Machine;
beforeEach(() => (machine = new Machine()));
afterEach(() => machine.dispose());

const BUILDING = "Building Pulumi's engine 3.259.0 with Go outside the checkout, once: 4 to 6 minutes.";
const INSTALLING = "Installing Pulumi's engine 3.259.0 outside the checkout, once.";
const OUT_OF_REACH = "Pulumi's installer is out of reach (Failed to download: fetch failed).";

describe("pulumi on PATH", () => {
  test.each(["v3.216.0", "v3.300.1", "3.259.0-alpha.1"])("is taken without a word when it is %s", async (version) => {
    const command = machine.add("pulumi", version);
    expect(await machine.find()).toMatchObject({ command, dir: dirname(command), how: "path" });
    expect(machine.commands).toEqual([]);
    expect(machine.log).toEqual([]);
  });

  test.each([
    ["v3.215.9", "is 3.215.9, and 3.216.0 or a newer 3.x is needed"],
    ["v4.0.0", "is 4.0.0, and 3.216.0 or a newer 3.x is needed"],
    ["", "does not run"],
    ["hello", "does not run"],
  ])("is passed over with one line when it prints %p", async (version, fault) => {
    const command = machine.add("pulumi", version);
    const cached = machine.cache("engine", "v3.259.0");
    expect(await machine.find()).toMatchObject({ command: cached, how: "cached" });
    expect(machine.log).toEqual([`${command} ${fault}: looking for another engine.`]);
  });

  test("gets the SDK's plugin at the end of PATH where it has none", async () => {
    machine.add("pulumi", "v3.259.0");
    const { PATH } = (await machine.find()).env;
    const last = PATH.split(":").at(-1) ?? "";
    expect(existsSync(join(last, "pulumi-resource-pulumi-nodejs"))).toBe(true);
    machine.add("pulumi-resource-pulumi-nodejs");
    expect((await machine.find()).env.PATH).not.toContain(last);
  });
});

describe("a cached engine", () => {
  test.each(["engine", "built"] as const)("of the kind %p is reused without a word", async (kind) => {
    const command = machine.cache(kind, "v3.259.0");
    expect(await machine.find()).toMatchObject({ command, version: "3.259.0", how: "cached" });
    expect(machine.commands).toEqual([]);
    expect(machine.log).toEqual([]);
  });

  test("is looked for under XDG_CACHE_HOME where that is set", async () => {
    const command = machine.cache("engine", "v3.259.0");
    machine.env.XDG_CACHE_HOME = join(machine.root, "home/.cache");
    machine.env.HOME = join(machine.root, "another");
    expect((await machine.find()).command).toBe(command);
  });

  test("that does not run is replaced, with one line about it", async () => {
    machine.cache("engine", "");
    machine.installer = { version: "v3.259.0" };
    expect(await machine.find()).toMatchObject({ how: "installed" });
    expect(machine.log).toEqual([expect.stringContaining("does not run: getting a new one."), INSTALLING]);
    expect(await machine.find()).toMatchObject({ how: "cached" });
  });
});

describe("Pulumi's installer", () => {
  test("comes before Go, and leaves an engine with its plugin in the cache", async () => {
    machine.add("go");
    machine.installer = { version: "v3.259.0" };
    const engine = await machine.find();
    expect(engine).toMatchObject({ how: "installed", version: "3.259.0" });
    expect(readdirSync(engine.dir)).toEqual(["pulumi", "pulumi-resource-pulumi-nodejs"]);
    expect(machine.commands).toHaveLength(1);
  });

  test("is given up with one line", async () => {
    machine.add("go");
    machine.go = { version: "v3.259.0" };
    expect(await machine.find()).toMatchObject({ how: "built" });
    expect(machine.log).toEqual([INSTALLING, OUT_OF_REACH, BUILDING]);
  });
});

describe("the build with Go", () => {
  beforeEach(() => machine.add("go"));

  test("stamps the version into the engine and needs no C compiler", async () => {
    machine.go = { version: "v3.259.0" };
    await machine.find();
    const [, , get, build] = machine.commands;
    expect(get?.line).toBe("go get github.com/pulumi/pulumi/pkg/v3/cmd/pulumi@v3.259.0");
    expect(build?.line).toContain("-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.259.0");
    expect(build?.env).toMatchObject({ CGO_ENABLED: "0", HOME: machine.env.HOME });
  });

  test("is the only way with PULUMI_ENGINE=build, and is done once", async () => {
    machine.env.PULUMI_ENGINE = "build";
    machine.add("pulumi", "v3.259.0");
    machine.cache("engine", "v3.259.0");
    machine.go = { version: "v3.259.0" };
    expect(await machine.find()).toMatchObject({ how: "built" });
    expect(machine.log).toEqual([BUILDING]);
    expect(await machine.find()).toMatchObject({ how: "cached" });
    expect(machine.log).toEqual([BUILDING]);
  });

  test("leaves nothing behind when it fails, and shows what Go said", async () => {
    await expect(machine.find()).rejects.toThrow("go build failed:\ncompile: out of memory");
    expect(readdirSync(machine.cacheFolder)).toEqual([]);
  });

  test("refuses an engine that says another version", async () => {
    machine.go = { version: "v3.0.0" };
    await expect(machine.find()).rejects.toThrow("the new engine says that it is 3.0.0");
    expect(readdirSync(machine.cacheFolder)).toEqual([]);
  });

  test("is done by one run where two begin at the same time", async () => {
    machine.go = { version: "v3.259.0" };
    const engines = await Promise.all([machine.find(), machine.find()]);
    expect(engines[0]).toEqual(engines[1]);
    expect(machine.log.filter((line) => line === BUILDING)).toHaveLength(1);
    expect(machine.log).toContain("Another run builds Pulumi's engine: waiting for it.");
    expect(readdirSync(machine.cacheFolder)).toEqual([basename(dirname(engines[0].dir))]);
  });

  test("takes an engine that came into the cache meanwhile", async () => {
    machine.go = { version: "v3.259.0" };
    machine.whileBuilding = () => machine.cache("built", "v3.259.0");
    expect(await machine.find()).toMatchObject({ version: "3.259.0", how: "built" });
    expect(readdirSync(machine.cacheFolder)).toHaveLength(1);
  });
});

describe("a machine with no way to an engine", () => {
  test("is told what to install", async () => {
    await expect(machine.find()).rejects.toThrow(
      "The tests and the demo need Pulumi's engine. Install the Pulumi CLI, 3.216.0 or a newer 3.x",
    );
    expect(machine.log).toEqual([INSTALLING, OUT_OF_REACH]);
  });

  test("is told that PULUMI_ENGINE=build needs Go", async () => {
    machine.env.PULUMI_ENGINE = "build";
    machine.add("pulumi", "v3.259.0");
    await expect(machine.find()).rejects.toThrow("PULUMI_ENGINE=build needs Go on PATH.");
  });

  test("is told which values PULUMI_ENGINE can have", async () => {
    machine.env.PULUMI_ENGINE = "download";
    await expect(machine.find()).rejects.toThrow('PULUMI_ENGINE is "download"; it can be "build" or be left out.');
  });
});

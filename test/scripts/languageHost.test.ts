import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { Machine } from "./machine";

let machine: Machine;
beforeEach(() => (machine = new Machine()));
afterEach(() => machine.dispose());

describe("Pulumi's Node language host", () => {
  test("is taken from PATH without a word", async () => {
    const command = machine.add("pulumi-language-nodejs");
    expect(await machine.findLanguageHost()).toBe(dirname(command));
    expect(machine.commands).toEqual([]);
    expect(machine.log).toEqual([]);
  });

  test("is built with Go once where PATH has none", async () => {
    machine.go = { version: "a language host" };
    const folder = await machine.findLanguageHost();
    expect(existsSync(join(folder, "pulumi-language-nodejs"))).toBe(true);
    expect(machine.commands.map(({ line }) => line)).toEqual([
      "go mod init scratch",
      "go get github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs@v3.60.0",
      expect.stringMatching(/^go build .*\/pulumi-language-nodejs$/),
    ]);
    expect(await machine.findLanguageHost()).toBe(folder);
    expect(machine.commands).toHaveLength(3);
    expect(machine.log).toEqual([
      "Building Pulumi's Node language host 3.60.0 with Go outside the checkout, once: a minute.",
    ]);
  });

  test("leaves nothing behind when the build fails, and shows what Go said", async () => {
    await expect(machine.findLanguageHost()).rejects.toThrow("go build failed:\ncompile: out of memory");
    expect(readdirSync(machine.cacheFolder)).toEqual([]);
  });
});

import { spawnSync } from "node:child_process";

import { parseAllDocuments } from "yaml";

import { codeBlocks, tokensOf } from "./markdown";
import { pages, read } from "./markdownFiles";
import { faultsOf, pathFaults } from "./shell";
import { compile, type Block } from "./typescript";

const blocks: Block[] = pages.flatMap((page) => codeBlocks(read(page)).map((block) => ({ page, ...block })));
const of = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));
const programs = of("ts", "typescript", "js", "javascript");
const shells = of("sh", "bash");

// The compiler reads Pulumi's types once for all blocks; how long it takes is no matter here.
jest.setTimeout(120_000);

let messages: ReturnType<typeof compile>;
beforeAll(() => (messages = compile(programs)));

test("there are programs, commands, JSON and output to check, and nothing else", () => {
  expect(programs.length).toBeGreaterThan(2);
  expect(shells.length).toBeGreaterThan(3);
  const known = [...programs, ...shells, ...of("json", "yaml", "yml", "text")];
  const unknown = blocks.filter((block) => !known.includes(block));
  expect(unknown.map(({ page, line, language }) => `${page}:${line}: ${language}`)).toEqual([]);
});

test.each(programs)("$page:$line compiles", (block) => {
  expect(messages.get(block)).toEqual([]);
});

test.each(of("json"))("$page:$line is JSON", ({ code }) => {
  expect(() => JSON.parse(code) as unknown).not.toThrow();
});

const yamls = of("yaml", "yml");
if (yamls.length > 0) {
  test.each(yamls)("$page:$line is YAML", ({ code }) => {
    const documents = parseAllDocuments(code);
    const faults = "empty" in documents ? ["empty"] : documents.flatMap((one) => [...one.errors, ...one.warnings]);
    expect(faults.map(String)).toEqual([]);
  });
}

test.each(shells)("$page:$line has commands that exist", ({ code }) => {
  expect(spawnSync("bash", ["-n"], { input: code, encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(faultsOf(code)).toEqual([]);
});

test.each(pages)("%s names commands and files that exist", (page) => {
  const inline = tokensOf(read(page)).flatMap(({ type, content }) => (type === "code_inline" ? [content] : []));
  const commands = inline.filter((text) => /^(npm|npx|node|\.ci\/run)( |$)/.test(text));
  expect([...commands.flatMap(faultsOf), ...inline.flatMap(pathFaults)]).toEqual([]);
});

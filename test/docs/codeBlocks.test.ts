import { spawnSync } from "node:child_process";

import { parseAllDocuments } from "yaml";

import { codeBlocks, pages, read, tokensOf } from "./markdown";
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

test("there are programs, commands, JSON, YAML and output to check, and nothing else", () => {
  expect(programs.length).toBeGreaterThan(2);
  expect(shells.length).toBeGreaterThan(3);
  const known = new Set([...programs, ...shells, ...of("json", "yaml", "text")]);
  expect(blocks.filter((block) => !known.has(block))).toEqual([]);
});

test.each(programs)("$page:$line compiles", (block) => {
  expect(messages.get(block)).toEqual([]);
});

// JSON is YAML, too.
test.each(of("json", "yaml"))("$page:$line is $language", ({ language, code }) => {
  if (language === "json") expect(() => JSON.parse(code) as unknown).not.toThrow();
  const documents = parseAllDocuments(code);
  const faults = "empty" in documents ? ["empty"] : documents.flatMap((one) => [...one.errors, ...one.warnings]);
  expect(faults.map(String)).toEqual([]);
});

test.each(shells)("$page:$line has commands that exist", ({ code }) => {
  expect(spawnSync("bash", ["-n"], { input: code, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  expect(faultsOf(code)).toEqual([]);
});

describe.each(pages)("%s", (page) => {
  const tokens = tokensOf(read(page));

  test("names commands and files that exist", () => {
    const inline = tokens.flatMap(({ type, content }) => (type === "code_inline" ? [content] : []));
    const commands = inline.filter((text) => /^(npm|npx|node|\.ci\/run)( |$)/.test(text));
    expect([...commands.flatMap(faultsOf), ...inline.flatMap(pathFaults)]).toEqual([]);
  });

  test("has links that remark-validate-links sees, and pictures that say in words what they show", () => {
    const unseen = tokens.filter(
      ({ type, content }) =>
        (type.startsWith("html") && /(href|src)/i.test(content)) || (type === "text" && content.includes("][")),
    );
    const silent = tokens.filter(({ type, content }) => type === "image" && content.trim().length < 10);
    expect([...unseen, ...silent].map(({ content }) => content)).toEqual([]);
  });
});

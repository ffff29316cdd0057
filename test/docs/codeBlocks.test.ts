import { spawnSync } from "node:child_process";

import { parse } from "yaml";

import { codeBlocks, pages, read, tokensOf } from "./markdown";
import { faultsOf, pathFaults } from "./shell";
import { compile } from "./typescript";

const blocks = pages.flatMap((page) => codeBlocks(page));
const of = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));
const programs = of("ts", "js");
const shells = of("sh");

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
  expect(messages.get(block)).toBe("");
});

test.each(of("json", "yaml"))("$page:$line is $language", ({ language, code }) => {
  expect(language === "json" ? JSON.parse(code) : parse(code)).toEqual(expect.any(Object));
});

test.each(shells)("$page:$line has commands that exist", ({ code }) => {
  expect(spawnSync("bash", ["-n"], { input: code, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  expect(faultsOf(code)).toEqual([]);
});

describe.each(pages)("%s", (page) => {
  const tokens = tokensOf(read(page));

  test("names commands and files that exist", () => {
    const inline = tokens.flatMap(({ type, content }) => (type === "code_inline" ? [content] : []));
    const commands = inline.filter((text) => /^(npm|npx|node|pulumi|\.ci\/run)( |$)/.test(text));
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

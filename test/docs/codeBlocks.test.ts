import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { codeBlocks, pages, read, root, tokensOf } from "./markdown";
import { compile } from "./typescript";

const blocks = pages.flatMap((page) => codeBlocks(page));
const of = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));
const programs = of("ts", "js");
const shells = of("sh");

const { scripts: known } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const ownPath = /^(?:\.\/)?((?:\.ci|bench|docs|examples|provider|scripts|simulator|test)\/[\w./-]*)$/;

/** The scripts and the files of this repository that a text names, and that don't exist. */
function missingIn(text: string): string[] {
  const scripts = [...text.matchAll(/\bnpm run (?:--\S+ )*([\w:-]+)/g)].map(([, name = ""]) => name);
  const paths = text.split(/\s+/).flatMap((word) => ownPath.exec(word)?.[1] ?? []);
  return [...scripts.filter((name) => !(name in known)), ...paths.filter((path) => !existsSync(join(root, path)))];
}

// The compiler reads Pulumi's types once for all blocks; how long it takes is no matter here.
jest.setTimeout(120_000);

let messages: ReturnType<typeof compile>;
beforeAll(() => (messages = compile(programs)));

test("there are programs, commands, JSON, YAML and output to check, and nothing else but the plugin's Python and Go", () => {
  expect(programs.length).toBeGreaterThan(2);
  expect(shells.length).toBeGreaterThan(3);
  const checked = new Set([...programs, ...shells, ...of("json", "yaml", "text", "python", "go")]);
  expect(blocks.filter((block) => !checked.has(block))).toEqual([]);
});

test.each(programs)("$page:$line compiles", (block) => {
  expect(messages.get(block)).toBe("");
});

test.each(of("json", "yaml"))("$page:$line is $language", ({ language, code }) => {
  expect(language === "json" ? JSON.parse(code) : parse(code)).toEqual(expect.any(Object));
});

test.each(shells)("$page:$line is a script of a shell, and names what exists", ({ code }) => {
  expect(spawnSync("bash", ["-n"], { input: code, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  expect(missingIn(code)).toEqual([]);
});

describe.each(pages)("%s", (page) => {
  const tokens = tokensOf(read(page));

  test("names scripts and files that exist", () => {
    const inline = tokens.flatMap(({ type, content }) => (type === "code_inline" ? [content] : []));
    expect(inline.flatMap(missingIn)).toEqual([]);
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

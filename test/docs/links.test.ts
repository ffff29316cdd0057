import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { tokensOf } from "./markdown";
import { pages, read, root } from "./markdownFiles";

type Token = ReturnType<typeof tokensOf>[number];

/** Where a page leads: links, images and bare addresses. */
function targetsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => token.attrGet("href") ?? token.attrGet("src") ?? []);
}

// An ES module, which only a dynamic import may name here.
let newSlugger: () => { slug: (heading: string) => string };
beforeAll(async () => {
  const { default: GithubSlugger } = await import("github-slugger");
  newSlugger = () => new GithubSlugger();
});

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(page: string): Set<string> {
  const slugger = newSlugger();
  const tokens = tokensOf(read(page));
  return new Set(
    tokens.flatMap(({ type }, index) => {
      if (type !== "heading_open") return [];
      const words = tokens[index + 1]?.children ?? [];
      return slugger.slug(words.map(({ content }) => content).join(""));
    }),
  );
}

/** What is wrong with a target, undefined where nothing is. */
function faultOf(page: string, target: string): string | undefined {
  if (/^[a-z]+:/i.test(target)) return faultOfAddress(target);
  const [path = "", anchor] = decodeURI(target).split("#");
  const file = path === "" ? page : relative(root, join(root, dirname(page), path));
  if (file.startsWith("..") || path.startsWith("/")) return "leads out of the repository";
  if (!existsSync(join(root, file))) return `there is no ${file}`;
  if (anchor === undefined) return undefined;
  if (!file.endsWith(".md")) return "an anchor in a file that is no page";
  return anchorsOf(file).has(anchor) ? undefined : `${file} has no heading #${anchor}`;
}

/** By form only: no test opens a connection beyond this machine. */
function faultOfAddress(target: string): string | undefined {
  if (!URL.canParse(target)) return "is no address";
  const { protocol, hostname } = new URL(target);
  if (protocol === "mailto:") return undefined;
  if (protocol !== "https:") return "is not https";
  return hostname.includes(".") ? undefined : "has no host";
}

test("there are pages to check", () => {
  expect(pages).toEqual(
    expect.arrayContaining(["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/how-it-works.md"]),
  );
});

describe.each(pages)("%s", (page) => {
  const tokens = tokensOf(read(page));

  test("its links lead somewhere", () => {
    const faults = targetsOf(tokens).map((target) => [target, faultOf(page, target)]);
    expect(faults.filter(([, fault]) => fault !== undefined)).toEqual([]);
  });

  test("its links are Markdown, with a target that exists", () => {
    const html = tokens.filter(({ type, content }) => type.startsWith("html") && /(href|src)/i.test(content));
    const unresolved = tokens.filter(({ type, content }) => type === "text" && /\]\[/.test(content));
    expect([...html, ...unresolved].map(({ content }) => content)).toEqual([]);
  });

  test("its pictures say in words what they show", () => {
    const silent = tokens.filter(({ type, content }) => type === "image" && content.trim().length < 10);
    expect(silent.map((token) => token.attrGet("src"))).toEqual([]);
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const files = readdirSync(join(root, ".github"), { recursive: true }).map((name) => join(".github", String(name)));
const workflows = files.filter((name) => /workflows.*\.yml$/.test(name));
const { scripts, engines } = JSON.parse(read("package.json")) as { scripts: object; engines: { node: string } };

// Syntax and references are actionlint's: `npm run workflows`.
describe.each(workflows)("%s", (name) => {
  const text = read(name);

  test("pins every action to a commit, and says which version that is", () => {
    const uses = text.split("\n").filter((line) => /uses: (?!\.\/)/.test(line));
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("may only read, but for the jobs that publish and attach to the release; it has no secret, and no expression becomes a command", () => {
    const [first, ...more] = text.matchAll(/^( *)permissions:\n((\1 +\S.*\n)+)/gm);
    expect(first?.slice(1, 3)).toEqual(["", "  contents: read\n"]);
    const granted = more.map(([, , lines = ""]) => lines.match(/[\w-]+: \w+$/gm));
    const ofRelease = [["contents: read", "id-token: write"], ["contents: write"]];
    expect(granted).toEqual(name.endsWith("release.yml") ? ofRelease : []);
    expect(text).not.toMatch(/secrets\.|pull_request_target|run: .*\$\{\{/);
  });
});

test.each(files.filter((name) => /\.(yml|md)$/.test(name)))("%s names commands and paths that are there", (name) => {
  for (const [, script = ""] of read(name).matchAll(/npm run (?:--silent )?([\w-]+)/g)) {
    expect(Object.keys(scripts)).toContain(script);
  }
  for (const [path] of read(name).matchAll(/\bdocs\/[\w-]+\.md\b|(?<=hashFiles\(')[\w/.-]+(?=\/\*\*'\))/g)) {
    expect([path, existsSync(join(root, path))]).toEqual([path, true]);
  }
});

test("nothing is published that was not tested, on the oldest Node that package.json allows among others", () => {
  expect(read(".github/workflows/release.yml")).toMatch(
    /\n {2}test:\n {4}needs: check\n {4}uses: \.\/\.github\/workflows\/ci\.yml\n\n {2}publish:\n {4}needs: test\n/,
  );
  const oldest = ` node: [${engines.node.replace(">=", "")},`;
  expect(read(".github/workflows/ci.yml").match(/ node: \[\d+,/g)).toEqual([oldest, oldest]);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { run } from "../../scripts/lib/run";
import { publishDryRun, type Packed } from "./project/packed";

// The set-up is a build.
jest.setTimeout(180_000);

const ROOT = join(__dirname, "..", "..");

let packed: Packed;
beforeAll(async () => (packed = await publishDryRun()));
afterAll(() => packed.dispose());

interface Published {
  name: string;
  version: string;
  integrity: string;
  files: { path: string }[];
}

/** npm 11 names the package around what older ones print alone. */
function published(): Published {
  const printed = JSON.parse(packed.stdout.slice(packed.stdout.indexOf("{"))) as Record<string, unknown>;
  return (printed["pulumi-esa-preload"] ?? printed) as Published;
}

async function node(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd: ROOT });
  if (code !== 0) throw new Error(`${args.join(" ")} failed:\n${stderr}`);
  return JSON.parse(stdout) as unknown;
}

describe("npm publish --dry-run", () => {
  test("succeeds, corrects nothing and warns of nothing", () => {
    expect(packed.code).toBe(0);
    expect(packed.stderr.split("\n").filter((line) => /^npm (warn|error)/i.test(line))).toEqual([]);
    expect(packed.stderr).toMatch(/with tag latest and public access \(dry-run\)/);
    const { name, version } = published();
    expect({ name, version }).toEqual({ name: "pulumi-esa-preload", version: expect.any(String) as string });
  });

  test("sends nothing", () => {
    expect(packed.requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
  });

  test("has a clean build: nothing of an older one, and no module left out", () => {
    const files = published().files.map(({ path }) => path);
    expect(files).not.toContain("dist/provider/ofLongAgo.js");
    const sources = ["provider", "simulator"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `dist/${folder}/${name.replace(/\.ts$/, ".js")}`),
    );
    const modules = files.filter((file) => file.endsWith(".js"));
    expect(modules.sort()).toEqual(sources.filter((file) => file !== "dist/simulator/cli.js").sort());
  });
});

test("publint and Are the types wrong? find nothing wrong with the exports", async () => {
  expect(await node("--import", "tsx", join(__dirname, "checkExports.ts"), packed.tarball)).toEqual({
    messages: [],
    problems: [],
    entrypoints: [".", "./provider", "./testing", "./package.json"],
  });
});

describe("the public surface", () => {
  let reports: Record<string, string>;
  beforeAll(async () => {
    const script = `console.log(JSON.stringify(require("./scripts/lib/apiReport").reportApi(process.argv[1])))`;
    reports = (await node("-e", script, join(packed.folder, "dist"))) as Record<string, string>;
  });

  // When one fails: `npm run api`, and docs/versioning.md for what the change means.
  test.each(readdirSync(join(ROOT, "api")))("is the one of api/%s", (name) => {
    expect(reports[name]).toBe(readFileSync(join(ROOT, "api", name), "utf8"));
  });

  test("is in api/ in full", () => {
    expect(readdirSync(join(ROOT, "api")).sort()).toEqual(Object.keys(reports).sort());
  });
});

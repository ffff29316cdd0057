import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { stackEnvironment } from "../harness/environment";
import { findTools, registryEnv } from "./project/managers";
import { PLAN, readme } from "./project/programs";
import { pack, sdkVersion, succeed } from "./project/tarball";

// The first run on a machine builds the language host and downloads the package managers.
jest.setTimeout(600_000);

/** What README.md's last command does: here also when an earlier one fails. */
const END_JOBS = "kill $(jobs -p) 2>/dev/null || true";

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), "new-user-")))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("README.md leads from an empty folder, with pnpm, to a plan that is stopped", async () => {
  const { languageHost, tools } = await findTools();
  const file = await pack(folder);
  const project = join(folder, "project");
  mkdirSync(project);

  const add = block("docs/installing.md", "## pnpm", "sh")
    .replace("pulumi-esa-preload", file)
    .replace("@pulumi/pulumi", `@pulumi/pulumi@${sdkVersion()}`);
  writeFileSync(join(project, "index.ts"), readme);
  writeFileSync(join(project, "Pulumi.yaml"), block("README.md", "## Try it without", "yaml"));
  const commands = blocks("README.md", "## Try it without", "sh")
    .join("")
    .replaceAll("8420", await freePort())
    .replaceAll(/^pulumi up\b/gm, "pulumi up --yes");

  const printed = await succeed("bash", ["-emc", `exec 2>&1\ntrap '${END_JOBS}' EXIT\n${add}\n${commands}`], project, {
    ...(await registryEnv(project)),
    CI: undefined,
    PATH: [languageHost, join(tools, ".bin"), process.env.PATH].join(delimiter),
    ...stackEnvironment(folder),
  });

  expect(printed).toMatch(/~ desiredStatus\s*: "stopped" => "running"/);
  const plans = JSON.parse(/^\[\s*\{.*\]$/ms.exec(printed)?.[0] ?? "") as unknown;
  expect(plans).toEqual([expect.objectContaining({ Id: PLAN, Status: "stopped" })]);
  // What a new user would wonder about: the one line that docs/installing.md explains, and the tests' own language host.
  const surprises = printed.split("\n").filter((line) => /warn|error|deprecat|fail/i.test(line));
  expect(surprises.filter((line) => !/pulumi-language-nodejs from \$PATH|1 warning/.test(line))).toEqual([
    expect.stringContaining("Issues with peer dependencies found"),
  ]);
});

/** The first block of code of a language in a section. */
function block(file: string, section: string, language: string): string {
  const [found] = blocks(file, section, language);
  if (!found) throw new Error(`${file} has no ${language} in "${section}".`);
  return found;
}

function blocks(file: string, section: string, language: string): string[] {
  const text = readFileSync(join(__dirname, "../..", file), "utf8");
  const [, part = ""] = text.split(new RegExp(`^(?=${section})`, "m"));
  const [own = ""] = part.split(/\n(?=## )/);
  return [...own.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, code = ""]) => code);
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findLanguageHost } from "../../../scripts/lib/languageHost";
import { startSimulator, type Simulator } from "../../../simulator/index";
import { selfSigned } from "../../esa/sending/certificate";
import { serve, type Loopback, type Seen } from "../../esa/sending/servers";
import { allowedBy, CI_FOLDER } from "../../examples/ci/workflow";
import { editConfig } from "../../harness/config";
import { stackEnvironment, writeEmptyStack } from "../../harness/environment";
import { pack, sdkVersion, succeed as runs } from "../../package/project/tarball";
import { EXAMPLES, pathWith } from "../harness/commands";
import { JOB, PLAN } from "../harness/scene";
import { runWorkflow, type JobResult } from "./runner";

// A run of a workflow installs the packages, and runs the engine.
jest.setTimeout(240_000);

const PROJECT = "esa-stop-plan";
const OIDC_TOKEN = "token-of-this-run";
const roles = { preview: "acs:ram::1:role/preview", up: "acs:ram::1:role/up" };
const providerArn = "acs:ram::1:oidc-provider/github";
const account = (role: keyof typeof roles) => ({
  accessKeyId: `STS.${role}`,
  accessKeySecret: `secret-of-${role}`,
  securityToken: `token-of-${role}`,
  aliUid: "1000000000000001",
});

const certificate = selfSigned(["127.0.0.1"]);

let folder: string;
let project: string;
let simulator: Simulator;
let sts: Loopback;
let github: Loopback;
let env: Record<string, string>;
/** The comments of the pull request. */
let comments: { url: string; body: string }[];

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "ci-")));
  project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "user", private: true }));
  const packages = [await pack(folder), `@pulumi/pulumi@${sdkVersion()}`];
  await runs("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], project);
  simulator = await startSimulator({
    seed: [{ Id: PLAN, JobId: JOB, Status: "running" }],
    accounts: [account("preview"), account("up")],
  });
  sts = await serve(assumeRole, certificate);
  comments = [{ url: "https://example.com/1", body: "Looks good." }];
  github = await serve(answerGitHub);

  writeFileSync(join(folder, "ca.pem"), certificate.cert);
  env = {
    ...stackEnvironment(folder),
    PATH: pathWith(await findLanguageHost()),
    // What compiles is shown by test/package.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
    ALIBABA_CLOUD_ESA_ENDPOINT: simulator.url,
    ALIBABA_CLOUD_STS_ENDPOINT: sts.host,
    ACTIONS_ID_TOKEN_REQUEST_URL: `${github.url}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "token-of-the-job",
  };
  for (const file of ["index.ts", "Pulumi.yaml"]) {
    cpSync(join(EXAMPLES, "stop-plan", file), join(project, file));
  }
  cpSync(join(CI_FOLDER, ".github"), join(project, ".github"), { recursive: true });
  writeEmptyStack(folder, PROJECT, "production");
  configure({ planId: PLAN, jobId: JOB, "alicloud:region": "cn-hangzhou" });
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([simulator.close(), sts.close(), github.close()]);
});

beforeEach(() => {
  simulator.clearCalls();
  sts.seen.length = 0;
});

/** STS: the role's credentials for the token of this run. */
function assumeRole({ url, form }: Seen): { status?: number; body: unknown } {
  const role = (["preview", "up"] as const).find((name) => roles[name] === form.get("RoleArn"));
  const trusted =
    url.searchParams.get("Action") === "AssumeRoleWithOIDC" &&
    form.get("OIDCToken") === OIDC_TOKEN &&
    form.get("OIDCProviderArn") === providerArn;
  if (!role || !trusted) return { status: 400, body: { Code: "AuthenticationFail.OIDCToken.Invalid" } };
  const { accessKeyId, accessKeySecret, securityToken } = account(role);
  const Credentials = {
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken: securityToken,
    Expiration: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, ""),
  };
  return { body: { RequestId: "R", Credentials } };
}

/** GitHub: the OIDC token of a job, and the comments of a pull request. */
function answerGitHub({ method, url, text, headers }: Seen): { status?: number; body: unknown } {
  if (url.pathname === "/token") {
    const entitled = headers.authorization === "Bearer token-of-the-job";
    const forUs = url.searchParams.get("audience") === "sts.aliyuncs.com";
    return entitled && forUs ? { body: { value: OIDC_TOKEN } } : { status: 401, body: {} };
  }
  if (headers.authorization !== "Bearer github-token") return { status: 401, body: {} };
  if (method === "GET") return { body: comments };
  const { body } = JSON.parse(text) as { body: string };
  if (method === "PATCH") {
    const comment = comments.find(({ url: own }) => own.endsWith(url.pathname));
    return comment ? { body: Object.assign(comment, { body }) } : { status: 404, body: {} };
  }
  comments.push({ url: `${github.url}/comments/2`, body });
  return { status: 201, body: {} };
}

function configure(changes: Record<string, string>): void {
  editConfig(join(project, "Pulumi.production.yaml"), PROJECT, changes);
}

let isFirst = true;

function runCi(name: string): Promise<JobResult> {
  // Once is enough: it takes longer than all the rest.
  const skip = isFirst ? [] : ["npm ci"];
  isFirst = false;
  const context = {
    "vars.ALIBABA_CLOUD_PREVIEW_ROLE_ARN": roles.preview,
    "vars.ALIBABA_CLOUD_UP_ROLE_ARN": roles.up,
    "vars.ALIBABA_CLOUD_OIDC_PROVIDER_ARN": providerArn,
    "github.run_id": "42",
    "github.token": "github-token",
    "github.event.pull_request.comments_url": `${github.url}/comments`,
  };
  return runWorkflow(name, project, context, env, skip);
}

async function succeed(name: string): Promise<void> {
  const { ok, output } = await runCi(name);
  if (!ok) throw new Error(output);
}

const status = () => simulator.plans().find(({ Id }) => Id === PLAN)?.Status;
/** What each role has called, as RAM names it. */
const used: Record<string, Set<string>> = {};
function collectUsed(): void {
  for (const { accessKeyId, action } of simulator.calls()) {
    (used[String(accessKeyId)] ??= new Set()).add(`esa:${action}`);
  }
}
afterEach(collectUsed);

// Each test goes on where the one before it ended.
test("a pull request gets the preview as a comment", async () => {
  await succeed("preview");
  expect(comments).toHaveLength(2);
  expect(comments[1]?.body).toMatch(/^<!-- pulumi preview of production -->\n\*\*Preview of production\*\*/);
  expect(comments[1]?.body).toMatch(/ {4}.*\+ pulumi-nodejs:dynamic\/esa:ScheduledPreloadPlanState: \(create\)/);
  expect(status()).toBe("running");
});

test("main is carried out with the credentials of its role; then no drift is found, and the comment is written anew", async () => {
  await succeed("up");
  expect(status()).toBe("stopped");
  expect(sts.seen.map(({ form }) => form.get("RoleSessionName"))).toEqual(["github-42"]);
  collectUsed();
  simulator.clearCalls();
  await succeed("drift");
  await succeed("preview");
  expect(comments).toHaveLength(2);
  expect(comments[1]?.body).toContain("2 unchanged");
  expect(simulator.calls().filter(({ effect }) => effect)).toEqual([]);
});

test("drift fails the check, which shows it and changes nothing", async () => {
  simulator.putPlan(PLAN, { Status: "running" });
  const drift = await runCi("drift");
  expect(drift).toMatchObject({ ok: false, failedStep: "Look for drift" });
  expect(drift.output).toMatch(/~ desiredStatus\s*: "running" => "stopped"/);
  expect(status()).toBe("running");
  await succeed("up");
  expect(status()).toBe("stopped");
});

test("a preview that fails still comments, and fails the job", async () => {
  configure({ planId: "wrong" });
  expect(await runCi("preview")).toMatchObject({ ok: false, failedStep: "Preview" });
  expect(comments[1]?.body).toMatch(/planId.*24 hexadecimal digits/s);
});

test("the RAM policies allow what was called in all of this, and no more", async () => {
  configure({ planId: PLAN, desiredStatus: "running" });
  await succeed("up");
  collectUsed();
  const actions = Object.entries(used).map(([key, names]) => [key, [...names].sort()]);
  expect(Object.fromEntries(actions)).toEqual({
    "STS.preview": allowedBy("preview").sort(),
    "STS.up": allowedBy("up").sort(),
  });
});

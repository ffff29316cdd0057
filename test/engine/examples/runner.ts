import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { run } from "../../../scripts/lib/run";
import { readWorkflow, type Step } from "../../examples/ci/workflow";

/** What the `${{ }}` of a workflow stand for, such as `vars.ALIBABA_CLOUD_UP_ROLE_ARN`. */
export type Context = Readonly<Record<string, string>>;

/** How a job ended. */
export interface JobResult {
  readonly ok: boolean;
  /** The name or the command of the step that failed first. */
  readonly failedStep: string | undefined;
  /** stdout and stderr of all its steps. */
  readonly output: string;
}

/**
 * Runs the `run` steps of a workflow of examples/ci as GitHub's runner does: by bash with `-eo pipefail`, each in a
 * process of its own, with what earlier ones left in GITHUB_ENV. Hosted actions are left out.
 *
 * @param folder the checkout
 * @param env of the runner
 * @param skip commands that are left out, too
 */
export async function runWorkflow(
  name: string,
  folder: string,
  context: Context,
  env: Record<string, string>,
  skip: readonly string[] = [],
): Promise<JobResult> {
  const { job } = readWorkflow(name);
  const temporary = mkdtempSync(join(tmpdir(), "runner-"));
  const exported = join(temporary, "github-env");
  const runner = { ...process.env, ...env, CI: "true", RUNNER_TEMP: temporary, GITHUB_ENV: exported };
  let failedStep: string | undefined;
  let output = "";
  try {
    for (const step of job.steps) {
      if (step.run === undefined || skip.includes(step.run)) continue;
      if (failedStep !== undefined && !runsAfterFailure(step)) continue;
      const script = join(temporary, "step.sh");
      writeFileSync(script, step.run);
      const result = await run("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
        cwd: folder,
        env: { ...runner, ...fill(job.env, context), ...readExported(exported), ...fill(step.env, context) },
      });
      output += result.stdout + result.stderr;
      if (result.code !== 0) failedStep ??= step.name ?? step.run;
    }
  } finally {
    rmSync(temporary, { recursive: true });
  }
  return { ok: failedStep === undefined, failedStep, output };
}

/** The condition of the preview's comment, and the only one that the examples have. */
const afterPreview = "${{ !cancelled() && steps.preview.outcome != 'skipped' }}";

function runsAfterFailure(step: Step): boolean {
  if (step.if !== undefined && step.if !== afterPreview) throw new Error(`Unknown condition: ${step.if}`);
  return step.if === afterPreview;
}

function fill(env: Record<string, string> = {}, context: Context): Record<string, string> {
  const value = (expression: string) => {
    const found = context[expression];
    if (found === undefined) throw new Error(`Unknown expression: ${expression}`);
    return found;
  };
  return Object.fromEntries(
    Object.entries(env).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ (.*?) \}\}/g, (_, inner: string) => value(inner)),
    ]),
  );
}

function readExported(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
}

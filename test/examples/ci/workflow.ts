import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

export const CI_FOLDER = join(__dirname, "..", "..", "..", "examples", "ci");

/** The parts of a GitHub workflow that the tests look at. */
export interface Workflow {
  readonly permissions: Record<string, string>;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly permissions: Record<string, string>;
  readonly env: Record<string, string>;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Record<string, string>;
}

export const WORKFLOWS = ["preview", "up", "drift"] as const;

/** Reads a workflow of examples/ci and its only job. */
export function readWorkflow(name: string): { workflow: Workflow; job: Job } {
  const file = join(CI_FOLDER, ".github", "workflows", `${name}.yml`);
  const workflow = parse(readFileSync(file, "utf8")) as Workflow;
  const [job, ...others] = Object.values(workflow.jobs);
  if (!job || others.length > 0) throw new Error(`${name}.yml has not just one job.`);
  return { workflow, job };
}

/** The actions that a RAM policy of examples/ci allows. */
export function allowedBy(policy: string): string[] {
  const text = readFileSync(join(CI_FOLDER, "ram", `${policy}.json`), "utf8");
  const { Statement } = JSON.parse(text) as { Statement: { Effect: string; Action: string[] }[] };
  return Statement.flatMap(({ Effect, Action }) => (Effect === "Allow" ? Action : []));
}

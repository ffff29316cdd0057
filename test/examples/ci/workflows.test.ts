import { readFileSync } from "node:fs";
import { join } from "node:path";

import { allowedBy, CI_FOLDER, readWorkflow, WORKFLOWS } from "./workflow";

describe.each(WORKFLOWS)("%s.yml", (name) => {
  const { workflow, job } = readWorkflow(name);

  test("has no permission but those of its job, and these are the fewest", () => {
    expect(workflow.permissions).toEqual({});
    expect(job.permissions).toEqual({
      contents: "read",
      "id-token": "write",
      ...(name === "preview" && { "pull-requests": "write" }),
    });
  });

  test("never runs twice at once, ends, and fails where a part of a pipe fails", () => {
    expect(workflow.concurrency.group).toMatch(/^(preview|up|drift)-/);
    expect(workflow.concurrency["cancel-in-progress"]).toBe(name !== "up");
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    expect(workflow.defaults.run.shell).toBe("bash");
  });

  test("gets its token for the audience that the role trusts", () => {
    const role = name === "up" ? "up" : "preview";
    const { StringEquals } = trust(role).Statement[0]?.Condition ?? {};
    const audience = job.steps.map(({ run }) => /&audience=([\w.]+)/.exec(run ?? "")?.[1]).find(Boolean);
    expect(StringEquals?.["oidc:aud"]).toEqual([audience]);
    expect(job.env["ALIBABA_CLOUD_ROLE_ARN"]).toBe(`\${{ vars.ALIBABA_CLOUD_${role.toUpperCase()}_ROLE_ARN }}`);
  });
});

interface Trust {
  readonly Statement: readonly { readonly Condition: { readonly StringEquals: Record<string, string[]> } }[];
}

const trust = (role: string) => JSON.parse(readFileSync(join(CI_FOLDER, "ram", `trust-${role}.json`), "utf8")) as Trust;

test("only a run in the environment of production can write", () => {
  expect(readWorkflow("up").job.environment).toBe("production");
  const subjects = (role: string) => trust(role).Statement[0]?.Condition.StringEquals["oidc:sub"];
  expect(subjects("up")).toEqual(["repo:OWNER/REPOSITORY:environment:production"]);
  expect(subjects("preview")?.join()).not.toMatch(/\*|environment/);
  expect(allowedBy("preview").filter((action) => !action.startsWith("esa:List"))).toEqual([]);
});

test("the preview of a fork gets no token", () => {
  expect(readWorkflow("preview").job.if).toBe("github.event.pull_request.head.repo.full_name == github.repository");
});

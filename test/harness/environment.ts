import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const FOREIGN = /^(ALICLOUD|ALIBABA_CLOUD|ALIBABACLOUD|PULUMI)_/i;

/**
 * The environment of the tests, the demo and the measurements: the engine on PATH, and nothing of the developer's own
 * accounts, neither Alibaba Cloud's nor Pulumi's.
 */
export function environmentWith(
  engine: { readonly env: { readonly PATH: string } },
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !FOREIGN.test(name));
  return {
    ...Object.fromEntries(own),
    ...engine.env,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/** What makes the engine keep its state, its home and its secrets within a folder: for stacks that end with the run. */
export function stackEnvironment(folder: string): Record<string, string> {
  const backend = join(folder, "backend");
  mkdirSync(backend, { recursive: true });
  return {
    PULUMI_HOME: join(folder, "pulumi"),
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
  };
}

/** Writes what `pulumi stack init` leaves in the backend of {@link stackEnvironment}, in no time. */
export function writeEmptyStack(folder: string, project: string, stack = "test"): void {
  const backend = join(folder, "backend", ".pulumi");
  const stacks = join(backend, "stacks", project);
  mkdirSync(stacks, { recursive: true });
  writeFileSync(join(backend, "meta.yaml"), "version: 1\n");
  const empty = { version: 3, checkpoint: { stack: `organization/${project}/${stack}` } };
  writeFileSync(join(stacks, `${stack}.json`), JSON.stringify(empty));
}

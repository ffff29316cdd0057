import { parseArgs } from "node:util";

import { CONTENDER_IDS, type ContenderId } from "./contenders";
import { EXPERIMENT_IDS, type ExperimentId } from "./experiments";

export type Command =
  | { readonly do: "measure"; readonly quick: boolean; readonly only: readonly ExperimentId[] }
  | { readonly do: "render" }
  | { readonly do: "profile"; readonly contender: ContenderId };

const USAGE = `Usage: npm run bench [-- options]

  --quick                 small and once, into .tmp/bench: tries the bench itself
  --only a,b              measures only these, and keeps the other figures: ${EXPERIMENT_IDS.join(", ")}
  --render                writes the tables of docs/benchmarks.md from docs/benchmarks.json
  --profile CONTENDER     writes CPU profiles of a preview and an up of 500 plans: ${CONTENDER_IDS.join(", ")}`;

/** @throws an error with the usage */
export function parseCommand(args: readonly string[]): Command {
  try {
    return parse(args);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

function parse(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      render: { type: "boolean", default: false },
      profile: { type: "string" },
    },
  });
  if (values.render) return { do: "render" };
  if (values.profile !== undefined) {
    return { do: "profile", contender: oneOf("--profile", values.profile, CONTENDER_IDS) };
  }
  const only = values.only?.split(",").map((name) => oneOf("--only", name.trim(), EXPERIMENT_IDS));
  return { do: "measure", quick: values.quick, only: only ?? EXPERIMENT_IDS };
}

function oneOf<T extends string>(flag: string, value: string, known: readonly T[]): T {
  const found = known.find((name) => name === value);
  if (found === undefined) throw new Error(`${flag}: ${value} is none of ${known.join(", ")}.`);
  return found;
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { dirname } from "node:path";

import type { Engine } from "../../scripts/lib/engine";
import { EXPERIMENT_IDS, type ExperimentId } from "../experiments";
import type { Sample } from "../experiments/rounds";

/** What was measured, and with what each experiment was run. */
export type Data = Partial<Record<ExperimentId, Sample[]>> & { origins: Partial<Record<ExperimentId, string>> };

/** @returns in words: the machine, and the versions of what ran on it */
export function describeOrigin(engine: Engine): string {
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
  const node = `${process.platform}-${process.arch}, Node ${process.versions.node}`;
  const sdk = `engine ${engine.version}, SDK ${versionOf("@pulumi/pulumi")}`;
  return `${machine}, ${node}, ${sdk}, pulumi-esa-preload ${versionOf("pulumi-esa-preload")}`;
}

function versionOf(name: string): string {
  const text = readFileSync(require.resolve(`${name}/package.json`), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** @returns nothing measured where there is no file */
export function readData(file: string): Data {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Data) : { origins: {} };
}

/** Writes each sample on a line of its own, so that a change of the figures can be read as one. */
export function writeData(file: string, data: Data): void {
  const parts = [`"origins": ${JSON.stringify(data.origins)}`];
  for (const id of EXPERIMENT_IDS) {
    const samples = data[id];
    if (samples) parts.push(`"${id}": [\n${samples.map((sample) => JSON.stringify(sample)).join(",\n")}\n]`);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `{\n${parts.join(",\n")}\n}\n`);
}

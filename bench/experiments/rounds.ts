import type { Engine } from "../../scripts/lib/engine";
import type { ContenderId } from "../contenders";

export interface Tools {
  readonly engine: Engine;
  readonly log: (line: string) => void;
}

/** One measurement: numbers, and what they belong to. */
export type Sample = Record<string, string | number | boolean>;

interface Rounds {
  /** For the log. */
  readonly what: string;
  readonly rounds: number;
  readonly contenders: readonly ContenderId[];
}

/**
 * Runs every contender once in each round, side by side: a ratio compares what ran at about the same time. Each round
 * begins with another one, as a machine that was idle is faster at first.
 */
export async function inRounds(
  { log }: Tools,
  { what, rounds, contenders }: Rounds,
  measure: (contender: ContenderId, round: number) => Promise<Sample | Sample[]>,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = 1; round <= rounds; round++) {
    log(`${what}, round ${round} of ${rounds}`);
    const first = (round - 1) % contenders.length;
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const measured = [await measure(contender, round)].flat();
      samples.push(...measured.map((sample) => ({ contender, round, ...sample })));
    }
  }
  return samples;
}

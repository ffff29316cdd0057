import type { Sample } from "../experiments/rounds";

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @returns the samples whose fields have these values */
export function select(samples: readonly Sample[], where: Readonly<Sample>): Sample[] {
  const wanted = Object.entries(where);
  return samples.filter((sample) => wanted.every(([field, value]) => sample[field] === value));
}

/** @returns undefined where nothing was measured */
export function spread(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/**
 * How much more one contender takes than another: the median of the ratios within each round, so that what slows the
 * machine down for a while slows both.
 *
 * @returns undefined where no round has both
 */
export function ratio(
  samples: readonly Sample[],
  field: string,
  mine: Readonly<Sample>,
  theirs: Readonly<Sample>,
): number | undefined {
  const others = new Map(select(samples, theirs).map((sample) => [sample.round, Number(sample[field])]));
  const ratios = select(samples, mine).flatMap((sample) => {
    const other = others.get(sample.round);
    return other === undefined ? [] : [Number(sample[field]) / other];
  });
  return spread(ratios)?.median;
}

/** @returns each value once, in order of appearance */
export function valuesOf(samples: readonly Sample[], field: string): Sample[string][] {
  return [...new Set(samples.flatMap((sample) => sample[field] ?? []))];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

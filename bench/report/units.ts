import type { Spread } from "./statistics";

export const NOTHING = "–";

export type Unit = "x" | "s" | "ms" | "MB" | "KB" | "%" | "count";

/** How a value is shown, by its unit: times are measured in milliseconds, sizes in bytes. */
export const SHOW: Readonly<Record<Unit, (value: number) => string>> = {
  x: (value) => `${number(value, 2)} x`,
  s: (value) => `${number(value / 1000, value < 9950 ? 2 : 1)} s`,
  ms: (value) => `${number(value, value < 100 ? 1 : 0)} ms`,
  MB: (value) => `${number(value / 1e6, 1)} MB`,
  KB: (value) => `${number(value / 1e3, 1)} KB`,
  "%": (value) => `${number(value, 1)} %`,
  count: (value) => number(value, 0),
};

/** @returns the median, and half the range of the runs where they differ */
export function withSpread({ median, min, max }: Spread, unit: Unit): string {
  const show = SHOW[unit];
  if (show(min) === show(max)) return show(median);
  return median === 0
    ? `${show(min)} to ${show(max)}`
    : `${show(median)} ± ${number((50 * (max - min)) / median, 0)} %`;
}

function number(value: number, digits: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

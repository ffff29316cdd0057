import { parseCommand } from "../../bench/options";
import { EXPERIMENT_IDS } from "../../bench/experiments";
import { FULL, QUICK, withRounds } from "../../bench/sizes";

test("everything is measured unless something is named", () => {
  expect(parseCommand([])).toEqual({ do: "measure", quick: false, only: EXPERIMENT_IDS });
  expect(parseCommand(["--quick", "--only", "up, rate"])).toEqual({
    do: "measure",
    quick: true,
    only: ["up", "rate"],
    rounds: undefined,
  });
});

test("a profile names its contender and has 500 plans by default", () => {
  expect(parseCommand(["--profile", "ours"])).toEqual({
    do: "profile",
    contender: "ours",
    operation: "up",
    n: 500,
    checkpoints: true,
  });
  const args = ["--profile", "job", "--n", "20", "--operation", "preview", "--skip-checkpoints"];
  expect(parseCommand(args)).toMatchObject({
    operation: "preview",
    n: 20,
    checkpoints: false,
  });
});

test.each([
  [["--only", "up,down"], "--only: down is none of up, preview"],
  [["--profile", "theirs"], "--profile: theirs is none of noOp, noOpAlike, ours"],
  [["--profile", "ours", "--operation", "down"], "--operation: down is none of up, preview"],
  [["--profile", "ours", "--n", "0"], "--n: a whole number from 1 on, not 0."],
  [["--rounds", "none"], "--rounds: a whole number from 1 on, not none."],
  [["--fast"], "--fast"],
])("%j is refused, with the usage", (args, message) => {
  expect(() => parseCommand(args)).toThrow(message);
  expect(() => parseCommand(args)).toThrow("Usage: npm run bench");
});

test("another number of rounds is for every size that has rounds", () => {
  expect(parseCommand(["--rounds", "2"])).toMatchObject({ rounds: 2 });
  expect(withRounds(FULL.up, 2)).toEqual(FULL.up.map(({ n }) => ({ n, rounds: 2 })));
  expect(withRounds(FULL.rate, 2)).toEqual({ ...FULL.rate, rounds: 2 });
  expect(withRounds(FULL.refresh, 2)).toBe(FULL.refresh);
  expect(withRounds(FULL.cold, undefined)).toBe(FULL.cold);
});

test("every experiment has a full and a quick size", () => {
  for (const sizes of [FULL, QUICK]) expect(Object.keys(sizes)).toEqual(EXPERIMENT_IDS);
});

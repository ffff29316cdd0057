import { parseCommand } from "../../bench/options";
import { EXPERIMENT_IDS } from "../../bench/experiments";

test.each([
  [[], { do: "measure", quick: false, only: EXPERIMENT_IDS }],
  [["--quick", "--only", "up, rate"], { do: "measure", quick: true, only: ["up", "rate"] }],
  [["--render"], { do: "render" }],
  [["--profile", "ours"], { do: "profile", contender: "ours" }],
])("%j: everything is measured unless something is named", (args, command) => {
  expect(parseCommand(args)).toEqual(command);
});

test.each([
  [["--only", "up,down"], "--only: down is none of up, growth, preview"],
  [["--profile", "theirs"], "--profile: theirs is none of noOp, noOpAlike, ours"],
  [["--fast"], "--fast"],
])("%j is refused, with the usage", (args, message) => {
  expect(() => parseCommand(args)).toThrow(message);
  expect(() => parseCommand(args)).toThrow("Usage: npm run bench");
});

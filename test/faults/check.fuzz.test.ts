import * as fc from "fast-check";

import { systemClock } from "../../provider/esa/sending/clock";
import { createProviders } from "../../provider/dynamic/host";
import { someArguments, someOutputs } from "./inputs";

const runs = 10_000;
const argumentNames = ["planId", "desiredStatus", "jobId", "whenWaiting", "timeoutSeconds"];

const offline = () =>
  createProviders({
    clock: systemClock,
    print: (line) => {
      throw new Error(`printed: ${line}`);
    },
    connect: () => Promise.reject(new Error("It called the API.")),
  }).plans;

beforeAll(() => console.log(`fuzz of check: ${runs} inputs; of diff: ${runs} inputs`));

test("check passes any input or fails it by property, in words, and never throws", async () => {
  await fc.assert(
    fc.asyncProperty(someArguments, someOutputs, async (news, olds) => {
      const { inputs, failures = [] } = await offline().check(olds, news);
      for (const { property, reason } of failures) {
        expect(argumentNames.includes(property) || Object.hasOwn(news, property)).toBe(true);
        expect(typeof reason).toBe("string");
        expect(reason.length).toBeLessThan(300);
        expect(reason).not.toMatch(/native code|\[object|undefined/);
      }
      if (failures.length > 0) return;
      // What passes is what the methods work with: known names, right types, nothing undefined.
      expect(inputs).toMatchObject({ planId: expect.any(String) as string });
      expect(argumentNames).toEqual(expect.arrayContaining(Object.keys(inputs as object)));
      const again = await offline().check({}, inputs as Record<string, unknown>);
      expect(again).toEqual({ inputs, failures: [] });
    }),
    { numRuns: runs },
  );
});

test("diff answers for any state and any arguments, and never throws", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), someOutputs, someArguments, async (id, olds, news) => {
      const { changes, replaces = [] } = await offline().diff(id, olds, news);
      expect(typeof changes).toBe("boolean");
      expect(replaces.length === 0 || (changes && replaces[0] === "planId")).toBe(true);
    }),
    { numRuns: runs },
  );
});

test("a jobId that is no text is told beside a planId that names its job", async () => {
  const news = {
    planId: "665d3af3621bccf3fe29e1a4:66599bd7397885b43804901c",
    jobId: 5,
    desiredStatus: "stopped",
  };
  const { failures } = await offline().check({}, news);
  expect(failures).toEqual([{ property: "jobId", reason: expect.stringContaining("but is 5") as string }]);
});

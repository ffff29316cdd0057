import { openWindows, type FreezeWindow } from "../../examples/incident-freeze/windows";

const night: FreezeWindow = { from: "2026-06-18T20:00:00+08:00", until: "2026-06-19T02:00:00+08:00" };

test.each([
  ["before it", "2026-06-18T11:59:59.999Z", 0],
  ["from its first moment", "2026-06-18T12:00:00Z", 1],
  ["to its last", "2026-06-18T17:59:59.999Z", 1],
  ["after it", "2026-06-18T18:00:00Z", 0],
])("a window is open %s: %s", (_, now, count) => {
  expect(openWindows([night], Date.parse(now))).toHaveLength(count);
});

test("windows may overlap", () => {
  const both = [night, { ...night, until: "2026-06-19T00:00:00Z" }];
  expect(openWindows(both, Date.parse("2026-06-18T17:00:00Z"))).toEqual(both);
  expect(openWindows(both, Date.parse("2026-06-18T18:00:00Z"))).toEqual(both.slice(1));
});

test.each([
  [{ from: "2026-06-18 20:00" }, '"from" of Window 2 of the calendar is "2026-06-18 20:00". Write it as "2026-'],
  [{ until: "2026-06-18T20:00:00" }, '"until" of Window 2 of the calendar is "2026-06-18T20:00:00".'],
  [{ until: "2026-06-31T20:00:00Z" }, '"until" of Window 2 of the calendar is "2026-06-31T20:00:00Z".'],
  [{ until: night.from }, "Window 2 of the calendar ends before it begins: 2026-06-18T20:00:00+08:00 to"],
])("a wrong window is an error, though it is not open: %j", (wrong, message) => {
  expect(() => openWindows([night, { ...night, ...wrong }], 0)).toThrow(message);
});

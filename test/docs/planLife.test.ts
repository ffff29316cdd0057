import { readFileSync } from "node:fs";
import { join } from "node:path";

import { planStatuses, type PlanStatus } from "../../provider/esa/statuses";
import {
  decide,
  decideDeleted,
  desiredStatuses,
  satisfies,
  waitingPolicies,
  type Cause,
  type Decision,
  type DesiredStatus,
  type WhenWaiting,
} from "../../provider/run/decide";

const svg = readFileSync(join(__dirname, "..", "..", "docs", "plan-life.svg"), "utf8");

/** What the diagram says, by the name of its cell, such as "stopped waiting fail". */
const cells = new Map(
  [...svg.matchAll(/<text(?: class="(\w+)")?[^>]*data-cell="([^"]+)"[^>]*>([^<]*)</g)].map(
    ([, colour, name = "", text = ""]) => [name, { colour, text: text.replace(/&quot;/g, '"') }],
  ),
);

/** The words and the colour of a decision in the diagram. */
const drawn: Record<Decision["do"], { colour: string | undefined; text: RegExp }> = {
  nothing: { colour: undefined, text: /nothing|left/ },
  stop: { colour: "stop", text: /^Stop$/ },
  start: { colour: "start", text: /^Start$/ },
  waitUntilRunning: { colour: "stop", text: /Stop once it runs/ },
  refuse: { colour: "warn", text: /an error/ },
};

interface Row {
  readonly desiredStatus: DesiredStatus;
  readonly whenWaiting: WhenWaiting;
  readonly cause: Cause;
  readonly status: PlanStatus;
}

const rows: Row[] = desiredStatuses.flatMap((desiredStatus) =>
  planStatuses.flatMap((status) =>
    waitingPolicies.flatMap((whenWaiting) =>
      (["asked", "kept"] as const).map((cause) => ({ desiredStatus, whenWaiting, cause, status })),
    ),
  ),
);

/** A cell of its own for what matters, else the one of the status. */
function cellOf({ desiredStatus, status, whenWaiting, cause }: Row): string {
  const base = `${desiredStatus} ${status}`;
  return [base, `${base} ${whenWaiting}`, `${base} ${cause}`].find((name) => cells.has(name)) ?? base;
}

test.each(rows)("the diagram tells what is decided: $desiredStatus, $whenWaiting, $cause, observed $status", (row) => {
  const { colour, text } = drawn[decide(row, row.status, row.cause).do];
  expect(cells.get(cellOf(row))).toEqual({ colour, text: expect.stringMatching(text) as string });
});

test.each(planStatuses)("the diagram tells what a delete does with a plan that is %s", (status) => {
  const { colour, text } = drawn[decideDeleted(status).do];
  expect(cells.get(`deleted ${status}`)).toEqual({ colour, text: expect.stringMatching(text) as string });
});

test("the diagram says nothing of what cannot be", () => {
  const real = new Set([...rows.map(cellOf), ...planStatuses.map((status) => `deleted ${status}`)]);
  expect([...cells.keys()].filter((name) => !real.has(name))).toEqual([]);
  const statuses = [...svg.matchAll(/class="status"[^>]*>(\w+)</g)].map(([, status]) => status);
  expect(statuses.sort()).toEqual([...planStatuses].sort());
});

test("drift is what the diagram says it is: colour, but for plans that have ended", () => {
  expect(svg).toContain(
    "Where a declared state has something in colour to do, a refresh shows drift. An ended plan (finished, failed) never does.",
  );
  for (const row of rows) {
    const ended = row.status === "finished" || row.status === "failed";
    const inColour = cells.get(cellOf(row))?.colour !== undefined;
    expect([row, !satisfies(row, row.status)]).toEqual([row, inColour && !ended]);
  }
});

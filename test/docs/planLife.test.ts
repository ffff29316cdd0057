import { planStatuses } from "../../provider/esa/statuses";
import {
  decide,
  decideDeleted,
  desiredStatuses,
  satisfies,
  waitingPolicies,
  type Decision,
} from "../../provider/run/decide";
import { read } from "./markdown";

const svg = read("docs/plan-life.svg");

/** What the diagram says, after its colour, by the name of its cell, such as "stopped waiting fail". */
const cells = new Map(
  [...svg.matchAll(/<text(?: class="(\w+)")?[^>]*data-cell="([^"]+)"[^>]*>([^<]*)</g)].map(
    ([, colour = "plain", name = "", text = ""]) => [name, `${colour} ${text}`],
  ),
);

/** How a decision is drawn. */
const drawn: Record<Decision["do"], RegExp> = {
  nothing: /^plain .*(nothing|left)/,
  stop: /^stop Stop$/,
  start: /^start Start$/,
  waitUntilRunning: /^stop .*Stop once it runs/,
  refuse: /^warn .*an error/,
};

const declared = desiredStatuses.flatMap((desiredStatus) =>
  waitingPolicies.flatMap((whenWaiting) =>
    (["asked", "kept"] as const).map((cause) => ({ desiredStatus, whenWaiting, cause })),
  ),
);
const rows = declared.flatMap((row) =>
  planStatuses.map((status) => {
    // A cell of its own for what matters, else the one of the status.
    const base = `${row.desiredStatus} ${status}`;
    const cell = [`${base} ${row.whenWaiting}`, `${base} ${row.cause}`].find((name) => cells.has(name)) ?? base;
    return { ...row, status, cell, decision: decide(row, status, row.cause) };
  }),
);
const deletes = planStatuses.map((status) => ({ cell: `deleted ${status}`, decision: decideDeleted(status) }));

test.each([...rows, ...deletes])("the diagram tells in the cell $cell what is decided: $decision.do", (row) => {
  expect(cells.get(row.cell)).toMatch(drawn[row.decision.do]);
});

test("the diagram says nothing of what cannot be", () => {
  expect(new Set(cells.keys())).toEqual(new Set([...rows, ...deletes].map(({ cell }) => cell)));
  const statuses = [...svg.matchAll(/class="status"[^>]*>(\w+)</g)].map(([, status]) => status);
  expect(statuses.sort()).toEqual([...planStatuses].sort());
});

test("drift is what the diagram says it is: colour, but for plans that have ended", () => {
  expect(svg).toContain(
    "Where a declared state has something in colour to do, a refresh shows drift. An ended plan (finished, failed) never does.",
  );
  const inColour = rows.filter(({ cell }) => !cells.get(cell)?.startsWith("plain"));
  const drifted = inColour.filter(({ status }) => status !== "finished" && status !== "failed");
  expect(rows.filter((row) => !satisfies(row, row.status))).toEqual(drifted);
});

test("a viewer that knows no CSS shows it in the colours of a light page", () => {
  const [, dark = ""] = /prefers-color-scheme: dark\) \{([^]*?)\n {4}\}/.exec(svg) ?? [];
  const coloured = [...dark.matchAll(/\.([\w-]+)/g)].map(([, name = ""]) => name);
  const uses = [...svg.matchAll(/ class="([\w-]+)[^"]*"( (?:fill|stroke)="(?:#|none))?/g)];
  const bare = uses.filter(([, name = "", attribute]) => coloured.includes(name) && attribute === undefined);
  expect([coloured.length, svg.includes("var("), bare.map(([text]) => text)]).toEqual([13, false, []]);
});

import type { Data } from "./data";
import { cellsOf, LAYOUTS } from "./tables";
import { judge, type Verdict } from "./targets";
import { NOTHING, SHOW } from "./units";

/** Where figures stand in the page. */
const PLACES = /(?<=<!-- figures: (\w+) -->\n\n)[^]*?(?=\n\n<!-- end of figures -->)/g;

/**
 * Puts the figures in their places, `<!-- figures: NAME -->` to `<!-- end of figures -->`; everything else stays.
 *
 * @throws where a place has a name that there are no figures of
 */
export async function fillIn(page: string, data: Data): Promise<string> {
  const figures = await renderFigures(data);
  return page.replace(PLACES, (_old, name: string) => {
    const text = figures[name];
    if (text === undefined) throw new Error(`There are no figures of the name ${name}.`);
    return text;
  });
}

/** @returns by name: the targets, what was measured where, and a table for each layout */
export async function renderFigures(data: Data): Promise<Record<string, string>> {
  // An ES module.
  const { markdownTable } = await import("markdown-table");
  const table = (cells: string[][], textColumns: number) => {
    const align = cells[0]?.map((_, column) => (column < textColumns ? "" : "r"));
    return markdownTable(cells, { align: align ?? [] });
  };
  const tables = Object.entries(LAYOUTS).map(([name, layout]) => {
    const cells = cellsOf(layout, data[layout.experiment] ?? []);
    return [name, cells.length > 1 ? table(cells, layout.rows.length) : "Not measured."];
  });
  return {
    origins: origins(data),
    targets: table([["", "target", "before", "measured", ""], ...judge(data).map(verdictCells)], 1),
    ...(Object.fromEntries(tables) as Record<string, string>),
  };
}

function verdictCells({ what, limit, unit, before, measured, met }: Verdict): string[] {
  const show = (value: number | undefined) => (value === undefined ? NOTHING : SHOW[unit](value));
  const verdict = { true: "met", false: "**missed**", undefined: limit === undefined ? "" : "not measured" };
  return [what, limit === undefined ? NOTHING : `≤ ${show(limit)}`, show(before), show(measured), verdict[`${met}`]];
}

/** A line for each machine, with what was measured there. */
function origins(data: Data): string {
  const measured = new Map<string, string[]>();
  for (const [experiment, origin] of Object.entries(data.origins)) {
    measured.set(origin, [...(measured.get(origin) ?? []), experiment]);
  }
  return [...measured].map(([origin, experiments]) => `- ${experiments.join(", ")}: ${origin}`).join("\n");
}

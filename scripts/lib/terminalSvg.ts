import Anser, { type AnserJsonEntry } from "anser";

/** The width of the terminal. */
const COLUMNS = 110;
const FONT = { size: 13, width: 7.83, line: 19 };
const PADDING = 16;
const TITLE_BAR = 30;
const ESCAPE = String.fromCharCode(27);
const COLOURS_AND_LINES = new RegExp(`${ESCAPE}\\[[\\d;]*m|\n`, "g");
const WINDOW = {
  background: "#1e2228",
  bar: "#2d333b",
  border: "#444c56",
  text: "#d5dbe3",
  faint: "#909dab",
};

/** What a terminal with a dark theme paints for the colours that are used; the names are anser's. */
const COLOURS: Readonly<Record<string, string>> = {
  "ansi-red": "#ff7b72",
  "ansi-green": "#56d364",
  "ansi-yellow": "#e3b341",
  "ansi-white": "#d5dbe3",
  "ansi-bright-blue": "#91c6ff",
  "ansi-bright-magenta": "#e2c5ff",
  "ansi-bright-white": "#ffffff",
};

/** Text of one look. */
interface Piece {
  readonly text: string;
  readonly colour: string | undefined;
  readonly bold: boolean;
}

/**
 * Draws what a command printed as a terminal shows it, with lines broken at its width.
 *
 * @param output with ANSI colours; anything else of a terminal's language is an error
 * @returns an SVG with a background of its own, readable on light and dark pages
 */
export function terminalSvg(command: string, output: string): string {
  const prompt = [
    { text: "$ ", colour: WINDOW.faint, bold: false },
    { text: command, colour: "#ffffff", bold: true },
  ];
  const lines = [prompt, ...linesOf(output.trimEnd())].flatMap(wrap);
  const width = Math.ceil(COLUMNS * FONT.width + 2 * PADDING);
  const height = TITLE_BAR + 2 * PADDING + lines.length * FONT.line;
  const texts = lines.map((pieces, index) => {
    const y = TITLE_BAR + PADDING + (index + 1) * FONT.line - 5;
    return `  <text x="${PADDING}" y="${y}" xml:space="preserve">${pieces.map(tspan).join("")}</text>`;
  });
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map(
    (fill, index) => `  <circle cx="${18 + 18 * index}" cy="15" r="5.5" fill="${fill}"/>`,
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT.size}" fill="${WINDOW.text}">`,
    `  <title>${escape(command)}</title>`,
    `  <rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${WINDOW.background}" stroke="${WINDOW.border}"/>`,
    `  <path d="M1 ${TITLE_BAR}V8.5a7.5 7.5 0 0 1 7.5-7.5H${width - 8.5}a7.5 7.5 0 0 1 7.5 7.5V${TITLE_BAR}z" fill="${WINDOW.bar}"/>`,
    ...dots,
    ...texts,
    "</svg>",
  ].join("\n")}\n`;
}

function linesOf(output: string): Piece[][] {
  const foreign = /\p{Cc}.{0,20}/u.exec(output.replace(COLOURS_AND_LINES, ""))?.[0];
  if (foreign) throw new Error(`Of a terminal's language only colours can be drawn: ${JSON.stringify(foreign)}`);
  const lines: Piece[][] = [[]];
  for (const entry of Anser.ansiToJson(output, { json: true, use_classes: true, remove_empty: true })) {
    const [first = "", ...more] = entry.content.split("\n");
    const look = lookOf(entry);
    lines.at(-1)?.push({ text: first, ...look });
    for (const text of more) lines.push([{ text, ...look }]);
  }
  return lines;
}

function lookOf({ fg, bg, decorations }: AnserJsonEntry): Omit<Piece, "text"> {
  // anser's types say string; it gives null where nothing is set.
  const set = ([bg, fg, ...decorations] as (string | null)[]).filter((name) => name !== null);
  const unknown = set.filter((name) => name !== "bold" && (name === bg || !(name in COLOURS)));
  if (unknown.length > 0) throw new Error(`It isn't known how to draw ${unknown.join(", ")}.`);
  return { colour: COLOURS[fg], bold: decorations.includes("bold") };
}

/** Breaks a line after a blank where there is one. */
function wrap(line: Piece[]): Piece[][] {
  const text = line.map((piece) => piece.text).join("");
  const lines: Piece[][] = [];
  let start = 0;
  do {
    const blank = text.lastIndexOf(" ", start + COLUMNS - 1) + 1;
    const fits = start + COLUMNS >= text.length;
    const end = fits ? text.length : blank > start ? blank : start + COLUMNS;
    lines.push(between(line, start, end));
    start = end;
  } while (start < text.length);
  return lines;
}

/** @returns what stands in the columns from `start` to `end` */
function between(line: Piece[], start: number, end: number): Piece[] {
  let column = 0;
  return line.flatMap((piece) => {
    const text = piece.text.slice(Math.max(start - column, 0), Math.max(end - column, 0));
    column += piece.text.length;
    return text === "" ? [] : [{ ...piece, text }];
  });
}

function tspan({ text, colour, bold }: Piece): string {
  const attributes = [colour && ` fill="${colour}"`, bold && ' font-weight="bold"'].filter(Boolean).join("");
  return attributes ? `<tspan${attributes}>${escape(text)}</tspan>` : escape(text);
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

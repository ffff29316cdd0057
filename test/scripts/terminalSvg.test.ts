import { COLUMNS, terminalSvg } from "../../scripts/lib/terminalSvg";

/** The lines below the command, as they are drawn. */
function drawn(output: string): string[] {
  const lines = terminalSvg("pulumi", output).match(/(?<=<text [^>]*>).*(?=<\/text>)/g) ?? [];
  return lines.slice(1);
}

test("draws colours and bold, and ends both where the terminal does", () => {
  const output = 'a \u001b[38;5;3m\u001b[1m~ b\n  "c"\u001b[0m d';
  expect(drawn(output)).toEqual([
    'a <tspan fill="#e3b341" font-weight="bold">~ b</tspan>',
    '<tspan fill="#e3b341" font-weight="bold">  "c"</tspan> d',
  ]);
});

test("keeps blanks and empty lines, and drops those at the end", () => {
  expect(drawn("  a   b\n\n c\n\n")).toEqual(["  a   b", "", " c"]);
  expect(terminalSvg("pulumi", "  a")).toContain('xml:space="preserve"');
});

test("breaks a long line after a blank, and a long word at the width", () => {
  const long = "x".repeat(COLUMNS);
  expect(drawn(`${long.slice(1)} yy`)).toEqual([`${long.slice(1)} `, "yy"]);
  expect(drawn(`${long}yy`)).toEqual([long, "yy"]);
  expect(drawn(`\u001b[31m${long} \u001b[0m${long}`)).toEqual([
    `<tspan fill="#ff7b72">${long}</tspan>`,
    '<tspan fill="#ff7b72"> </tspan>',
    long,
  ]);
});

test("what was printed cannot be taken for SVG", () => {
  expect(drawn('<a> & "b"')).toEqual(['&lt;a&gt; &amp; "b"']);
  expect(terminalSvg("a > b", "")).toContain("<title>a &gt; b</title>");
});

test.each([
  ["a moved cursor", "\u001b[2Ka"],
  ["a carriage return", "a\rb"],
  ["a tab", "a\tb"],
])("refuses %s", (_, output) => {
  expect(() => terminalSvg("pulumi", output)).toThrow("only colours can be drawn");
});

test.each([
  ["a colour of its own", "\u001b[38;5;200ma"],
  ["a background", "\u001b[41ma"],
  ["underlined text", "\u001b[4ma"],
])("refuses %s", (_, output) => {
  expect(() => terminalSvg("pulumi", output)).toThrow("It isn't known how to draw");
});

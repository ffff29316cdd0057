import { COLUMNS, terminalSvg } from "../../scripts/lib/terminalSvg";

/** The lines below the command, as they are drawn. */
function drawn(output: string): string[] {
  const lines = terminalSvg("pulumi", output).match(/(?<=<text [^>]*>).*(?=<\/text>)/g) ?? [];
  return lines.slice(1);
}

test("breaks a long line after a blank, and a long word at the width", () => {
  const long = "x".repeat(COLUMNS);
  expect(drawn(`${long.slice(1)} yy`)).toEqual([`${long.slice(1)} `, "yy"]);
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
  ["a moved cursor", "\u001b[2Ka", "only colours can be drawn"],
  ["a carriage return", "a\rb", "only colours can be drawn"],
  ["a colour of its own", "\u001b[38;5;200ma", "It isn't known how to draw"],
  ["underlined text", "\u001b[4ma", "It isn't known how to draw"],
])("refuses %s", (_, output, message) => {
  expect(() => terminalSvg("pulumi", output)).toThrow(message);
});

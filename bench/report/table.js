// @ts-check
"use strict";

/**
 * A Markdown table as prettier would format it: the first column to the left, the others to the right.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 * @param {number} [textColumns] how many columns stand to the left
 * @returns {string}
 */
function table(head, rows, textColumns = 1) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => widthOf(row[column]))));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${widths.map((width, column) => pad(row[column] ?? "", width, column < textColumns)).join(" | ")} |`;
  const rule = widths.map((width, column) => (column < textColumns ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** @param {string | undefined} text */
function widthOf(text = "") {
  return [...text].length;
}

/** @param {string} text @param {number} width @param {boolean} left */
function pad(text, width, left) {
  const space = " ".repeat(width - widthOf(text));
  return left ? text + space : space + text;
}

module.exports = { table };

// @ts-check
"use strict";

/** @typedef {import("../contract/run").Result} Result */

/**
 * The report of a check in Markdown, redacted.
 *
 * @param {readonly Result[]} results
 * @param {{ about: readonly string[], redactor: ReturnType<typeof import("./redact")["createRedactor"]> }} context
 * about: lines that say what was checked and how
 * @returns {string}
 */
function writeReport(results, { about, redactor }) {
  const tried = results.filter(({ outcome }) => outcome === "ok" || outcome === "differs");
  const differing = tried.filter(({ outcome }) => outcome === "differs");
  const rows = results.map((one) => `| ${one.case.name} | ${one.outcome} | ${remark(one, redactor)} |`);
  return [
    `# ESA live check: ${differing.length} of ${tried.length} cases differ from the simulator`,
    about.map((line) => `- ${line}`).join("\n"),
    ["| case | result | |", "| --- | --- | --- |", ...rows].join("\n"),
    ...(differing.length > 0 ? ["## What differs", ...differing.map((one) => section(one, redactor))] : []),
    ...agreeing(tried, redactor),
    "",
  ].join("\n\n");
}

/** @param {Result} one @param {Parameters<typeof writeReport>[1]["redactor"]} redactor */
function remark({ outcome, option, because, differences, looks }, redactor) {
  if (because !== undefined) return redactor.message(because);
  const texts = outcome === "differs" ? differences.map((line) => redactor.text(line)) : [];
  if (option !== undefined) texts.unshift(outcome === "ok" ? `as with ${option}` : `nearest: ${option}`);
  if (looks > 1) texts.push(`after ${looks} looks`);
  return texts.join("; ");
}

/** @param {Result} one @param {Parameters<typeof writeReport>[1]["redactor"]} redactor */
function section(one, redactor) {
  return [
    `### ${one.case.name}`,
    `The documents: ${one.case.documents} The simulator's answer is ${basisOf(one)}.`,
    one.differences.map((line) => `- ${redactor.text(line)}`).join("\n"),
    exchange(one, redactor),
  ].join("\n\n");
}

/** @param {Result} one */
function basisOf({ case: { basis } }) {
  return basis === "documented" ? basis : `not documented, but ${basis}`;
}

/** @param {readonly Result[]} tried @param {Parameters<typeof writeReport>[1]["redactor"]} redactor */
function agreeing(tried, redactor) {
  const same = tried.filter(({ outcome }) => outcome === "ok");
  if (same.length === 0) return [];
  const sections = same.map((one) => `### ${one.case.name}\n\n${exchange(one, redactor)}`);
  return ["<details><summary>The answers that agree</summary>", ...sections, "</details>"];
}

/** What was asked and answered. @param {Result} one @param {Parameters<typeof writeReport>[1]["redactor"]} redactor */
function exchange({ request, answer }, redactor) {
  if (!request || !answer) return "";
  const { method, action, query, version } = request;
  const asked = Object.entries(query).map(([name, value]) => `${name}=${redactor.query(name, value)}`);
  const line = [method, action, ...asked, ...(version ? [`version ${version}`] : [])].join(" ");
  const body = JSON.stringify(redactor.answer(answer.body), null, 2);
  return `\`${line}\` → HTTP ${answer.status}\n\n\`\`\`json\n${body}\n\`\`\``;
}

module.exports = { writeReport };

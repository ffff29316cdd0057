import type { Result } from "../contract/run";

/**
 * The report of a check in Markdown: differences and codes, no value of an answer.
 *
 * @param about lines that say what was checked and how
 */
export function writeReport(results: readonly Result[], about: readonly string[]): string {
  const tried = results.filter(({ outcome }) => outcome === "ok" || outcome === "differs");
  const differing = tried.filter(({ outcome }) => outcome === "differs");
  const rows = results.map((one) => `| ${one.case.name} | ${one.outcome} | ${remark(one)} |`);
  const documents = differing.map(({ case: { name, basis, documents: say } }) => `- ${name} (${basis}): ${say}`);
  return [
    `# ESA live check: ${differing.length} of ${tried.length} cases differ from the simulator`,
    about.map((line) => `- ${line}`).join("\n"),
    ["| case | result | |", "| --- | --- | --- |", ...rows].join("\n"),
    ...(documents.length > 0 ? ["What the documents say, and whence the simulator has it:", documents.join("\n")] : []),
    "",
  ].join("\n\n");
}

function remark({ outcome, option, remarks, looks }: Result): string {
  const like = outcome === "ok" ? "as with" : "nearest:";
  return [
    ...(option === undefined ? [] : [`${like} ${option}`]),
    ...remarks,
    ...(looks > 1 ? [`after ${looks} looks`] : []),
  ].join("; ");
}

import { findLanguageHost } from "../../../scripts/lib/languageHost";
import { findNodeTools } from "../../../scripts/lib/nodeTools";

/** Gets the Node language host and the package managers; where they are new to the machine, that takes minutes. */
export async function findTools(): Promise<{ languageHost: string; tools: string }> {
  // Jest would add where each line comes from.
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const [languageHost, tools] = await Promise.all([findLanguageHost({ log }), findNodeTools({ log })]);
  return { languageHost, tools };
}

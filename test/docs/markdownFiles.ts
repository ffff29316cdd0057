import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "..", "..");

export const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** Every page that a person reads, as a path from the root. */
export const pages: readonly string[] = [
  ...filesOf(".").filter((name) => !name.includes("/")),
  ...filesOf("docs"),
  ...filesOf("examples"),
];

function filesOf(folder: string): string[] {
  const names = folder === "." ? readdirSync(root) : readdirSync(join(root, folder), { recursive: true });
  return names
    .map((name) => join(folder, String(name)).replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".md") && !name.includes("node_modules/"))
    .sort();
}

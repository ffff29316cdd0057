import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Package {
  readonly exports: Record<"." | "./testing", { readonly types: string }>;
}

const parse = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, "..", "..", name), "utf8"));
const { exports } = parse("package.json") as Package;
const settings = parse("typedoc.json");

test("the API reference covers what programs and tests import", () => {
  const sources = [exports["."], exports["./testing"]].map(({ types }) =>
    types.replace("./dist/", "").replace(".d.ts", ".ts"),
  );
  expect(settings).toMatchObject({ entryPoints: sources });
});

test("what the API reference lacks is an error", () => {
  expect(settings).toMatchObject({
    treatWarningsAsErrors: true,
    treatValidationWarningsAsErrors: true,
    validation: { notExported: true, invalidLink: true, notDocumented: true },
  });
});

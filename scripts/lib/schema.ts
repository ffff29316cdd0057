import { readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import { secretKeys } from "../../provider/plugin/configuration";
import { ROOT } from "./setup";

type Json = Record<string, unknown>;

const TOKEN = "esa-preload:index:";

/** The Go package of the generated SDK, by the module that the generator names where the schema has no repository. */
const GO_IMPORT = "example.com/pulumi-esa-preload/sdk/go/esapreload";

/** Where what the schema describes is declared. */
const FILES = {
  plan: "provider/program/planState.ts",
  job: "provider/program/jobState.ts",
  queries: "provider/program/queries.ts",
  configuration: "provider/settings/keys.ts",
};

/** @returns the schema of the plugin's package, from the declarations in TypeScript and their comments */
export function packageSchema(): Json {
  const program = ts.createProgram(
    Object.values(FILES).map((file) => join(ROOT, file)),
    { strict: true, noEmit: true, module: ts.ModuleKind.Node16, skipLibCheck: true, esModuleInterop: true },
  );
  const checker = program.getTypeChecker();
  const types: Json = {};

  function declared(file: keyof typeof FILES, name: string): ts.Symbol {
    const source = program.getSourceFile(join(ROOT, FILES[file]));
    const module = source && checker.getSymbolAtLocation(source);
    const found = module && checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
    if (!found) throw new Error(`${FILES[file]} exports no ${name}.`);
    return found;
  }

  /** Links, and enums as the quoted texts of TypeScript, are of no use in other languages. */
  const textOf = (symbol: ts.Symbol) =>
    ts
      .displayPartsToString(symbol.getDocumentationComment(checker))
      .replace(/\{@link (\w+)\}/g, "`$1`")
      .replace(/\s*\n\s*(?=\S)(?<!\n\n)/g, " ");

  function typeOf(type: ts.Type): Json {
    const known = checker.getNonNullableType(type);
    if (known.isUnion()) {
      const plain = known.types.filter((one) => !["Promise", "OutputInstance"].includes(one.getSymbol()?.name ?? ""));
      const text = plain.find((one) => (one.flags & ts.TypeFlags.StringLike) !== 0);
      const [first] = plain;
      if (first) return typeOf(text ?? first);
    }
    if ((known.flags & ts.TypeFlags.StringLike) !== 0) return { type: "string" };
    if ((known.flags & ts.TypeFlags.NumberLike) !== 0) return { type: "number" };
    if ((known.flags & ts.TypeFlags.BooleanLike) !== 0) return { type: "boolean" };
    if (checker.isArrayType(known)) {
      const [items] = checker.getTypeArguments(known as ts.TypeReference);
      if (items) return { type: "array", items: typeOf(items) };
    }
    if (known.aliasSymbol?.name === "Record") return { type: "object", additionalProperties: { type: "number" } };
    const symbol = known.getSymbol();
    if (!symbol) throw new Error(`There is no schema for the type ${checker.typeToString(type)}.`);
    const token = TOKEN + symbol.name;
    types[token] ??= { type: "object", ...objectOf(known), description: textOf(symbol) };
    return { $ref: `#/types/${token}` };
  }

  /** What an `Output<T>` will be: TypeScript drops the alias where it amounts to an interface. */
  function valueOf(type: ts.Type): ts.Type {
    const isOutput = type.getSymbol()?.name === "OutputInstance";
    const [value] = type.aliasTypeArguments ?? (isOutput ? checker.getTypeArguments(type as ts.TypeReference) : []);
    return type.aliasSymbol?.name === "Output" || isOutput ? (value ?? type) : type;
  }

  function propertiesOf(symbols: readonly ts.Symbol[]): { properties: Json; required: string[] } {
    const properties: Json = {};
    const required: string[] = [];
    for (const symbol of symbols) {
      const type = valueOf(checker.getTypeOfSymbol(symbol));
      const secret = secretKeys.includes(symbol.name) && { secret: true };
      const description = textOf(symbol);
      properties[symbol.name] = { ...typeOf(type), ...(description && { description }), ...secret };
      const mayLack = (symbol.flags & ts.SymbolFlags.Optional) !== 0 || checker.getNonNullableType(type) !== type;
      if (!mayLack) required.push(symbol.name);
    }
    return { properties, required };
  }

  const objectOf = (type: ts.Type) => propertiesOf(checker.getPropertiesOfType(type));
  const interfaceOf = (file: keyof typeof FILES, name: string) =>
    objectOf(checker.getDeclaredTypeOfSymbol(declared(file, name)));

  function resource(file: "plan" | "job", name: string): Json {
    const symbol = declared(file, name);
    const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
    const outputs = members.filter(({ declarations }) =>
      declarations?.some(({ parent }) => symbol.declarations?.includes(parent as ts.Declaration)),
    );
    const { properties: inputProperties, required: requiredInputs } = interfaceOf(file, `${name}Args`);
    const aliases = [{ type: `pulumi-nodejs:dynamic/esa:${name}` }];
    const ofInputs = { inputProperties, requiredInputs };
    return { [TOKEN + name]: { description: textOf(symbol), ...propertiesOf(outputs), ...ofInputs, aliases } };
  }

  function query(name: string): Json {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const [inputs, outputs] = [interfaceOf("queries", `${type}Args`), interfaceOf("queries", `${type}Result`)];
    return { [TOKEN + name]: { description: textOf(declared("queries", name)), inputs, outputs } };
  }

  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Json;
  const { version, description, license, homepage } = manifest;
  const { properties: variables } = interfaceOf("configuration", "Configuration");
  const resources = {
    ...resource("plan", "ScheduledPreloadPlanState"),
    ...resource("job", "ScheduledPreloadJobState"),
  };
  const functions = { ...query("getScheduledPreloadPlans"), ...query("getScheduledPreloadJobs") };
  return {
    name: "esa-preload",
    displayName: "Alibaba Cloud ESA Preload",
    version,
    description,
    keywords: ["pulumi", "alicloud", "alibaba-cloud", "esa", "prefetch", "preload", "category/cloud", "kind/native"],
    license,
    // What a package.json without them lacks, the schema lacks too.
    ...{ publisher: textIn(manifest.author, "name"), homepage, repository: textIn(manifest.repository, "url") },
    config: { variables },
    provider: { inputProperties: variables, description: provider },
    ...{ types, resources, functions },
    language: {
      nodejs: { respectSchemaVersion: true },
      python: { pyproject: { enabled: true }, respectSchemaVersion: true },
      // What `pulumi import` prints imports this; without it, a path that the generated module does not have.
      go: { generateResourceContainerTypes: true, importBasePath: GO_IMPORT, respectSchemaVersion: true },
    },
  };
}

/** Of what npm takes as a text or as an object. */
function textIn(value: unknown, field: string): unknown {
  return typeof value === "object" && value !== null ? (value as Json)[field] : value;
}

const provider =
  "The account and the endpoint with which the plans are started and stopped. What is not set comes from the environment.";

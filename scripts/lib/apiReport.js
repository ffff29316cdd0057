// @ts-check
"use strict";

const path = require("node:path");

const ts = require("typescript");

/** What of a package can be imported, and how its report is called. */
const ENTRIES = /** @type {const} */ ({
  index: { module: "pulumi-esa-preload", file: "provider/index" },
  provider: { module: "pulumi-esa-preload/provider", file: "provider/dynamic/entry" },
  testing: { module: "pulumi-esa-preload/testing", file: "simulator/index" },
});

/**
 * The public surface of a built package as text: the declarations that its entry points export, those of this package
 * that they mention, the kinds of what is there at run time, and what stands in every state. Without comments and in an
 * order of its own, so that a report changes when the surface does, and only then.
 *
 * @param {string} dist
 * @returns {Record<string, string>} Markdown by the name of its file
 */
function reportApi(dist) {
  const entries = Object.entries(ENTRIES);
  const program = ts.createProgram(
    entries.map(([, { file }]) => path.join(dist, `${file}.d.ts`)),
    {
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      strict: true,
      types: [],
    },
  );
  const reports = entries.map(([name, { module, file }]) => {
    const surface = surfaceOf(program, path.join(dist, `${file}.d.ts`), dist);
    return [`${name}.api.md`, reportOf(module, surface, require(path.join(dist, `${file}.js`)))];
  });
  return {
    ...Object.fromEntries(reports),
    "state.api.md": reportState(require(path.join(dist, "provider/dynamic/handler.js"))),
  };
}

/** @param {string} module @param {Surface} surface @param {Record<string, unknown>} loaded */
function reportOf(module, { exported, mentioned }, loaded) {
  const kinds = Object.keys(loaded)
    .sort()
    .map((name) => `${name}: ${typeof loaded[name]}`);
  return [
    `# ${module}`,
    "Made by `npm run api`. docs/versioning.md says what a change here means.",
    block("ts", exported),
    ...(mentioned.length > 0 ? ["## Mentioned, but not exported", block("ts", mentioned)] : []),
    "## At run time",
    block("", [kinds.join("\n")]),
    "",
  ].join("\n\n");
}

/** @param {Record<string, unknown>} handler */
function reportState(handler) {
  const lines = Object.keys(handler)
    .sort()
    .map((name) => `${name}: ${String(handler[name])}`);
  return [
    "# What stands in every state",
    "Made by `npm run api`. These never change: docs/versioning.md.",
    block("", [lines.join("\n")]),
    "",
  ].join("\n\n");
}

/** @param {string} language @param {readonly string[]} texts */
function block(language, texts) {
  return `\`\`\`${language}\n${texts.join("\n\n")}\n\`\`\``;
}

/**
 * @typedef {{ exported: string[], mentioned: string[] }} Surface
 * @param {ts.Program} program
 * @param {string} file
 * @param {string} dist declarations outside of it are not ours
 * @returns {Surface}
 */
function surfaceOf(program, file, dist) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} is no module.`);
  const original = (/** @type {ts.Symbol} */ symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const isOurs = (/** @type {ts.Symbol} */ symbol) =>
    symbol.declarations?.some((one) => path.resolve(one.getSourceFile().fileName).startsWith(dist + path.sep));

  const names = checker.getExportsOfModule(module).sort((a, b) => compare(a.name, b.name));
  const exported = new Set(names.map(original));
  /** @type {Map<ts.Symbol, string>} */
  const mentioned = new Map();
  const visit = (/** @type {ts.Symbol} */ symbol) => {
    for (const declaration of symbol.declarations ?? []) mentions(declaration);
  };
  const mentions = (/** @type {ts.Node} */ node) => {
    const found = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    const symbol = found && original(found);
    const isType = symbol && symbol.flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Variable | ts.SymbolFlags.Function);
    const isOther = symbol && isType && !(symbol.flags & ts.SymbolFlags.TypeParameter) && isOurs(symbol);
    if (symbol && isOther && !exported.has(symbol) && !mentioned.has(symbol) && isTopLevel(symbol)) {
      mentioned.set(symbol, textOf(symbol));
      visit(symbol);
    }
    ts.forEachChild(node, mentions);
  };
  for (const symbol of exported) visit(symbol);
  return {
    exported: names.map((name) => {
      const symbol = original(name);
      const text = textOf(symbol);
      return name.name === symbol.name ? text : `${text}\nexport { ${symbol.name} as ${name.name} };`;
    }),
    mentioned: [...mentioned.values()].sort(compare),
  };
}

/** @param {ts.Symbol} symbol */
function isTopLevel(symbol) {
  return (symbol.declarations ?? []).some((one) => ts.isSourceFile(statementOf(one).parent));
}

/** @param {ts.Declaration} declaration @returns {ts.Node} the statement of a variable, else the declaration itself */
function statementOf(declaration) {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

/** @param {ts.Symbol} symbol @returns {string} its declarations */
function textOf(symbol) {
  const printer = ts.createPrinter({ removeComments: true });
  return (symbol.declarations ?? [])
    .map((one) => printer.printNode(ts.EmitHint.Unspecified, statementOf(one), one.getSourceFile()))
    .join("\n");
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

module.exports = { reportApi };

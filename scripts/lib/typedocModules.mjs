// @ts-check
import { URL } from "node:url";
import { readFileSync } from "node:fs";

import { Converter } from "typedoc";

/** @type {{ exports: Record<string, string | { types: string }> }} */
const { exports: entries } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

/**
 * A plugin of TypeDoc: modules are called as programs import them, not by their folders.
 *
 * @param {import("typedoc").Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const [entry, target] of Object.entries(entries)) {
      if (typeof target === "string" || !target.types.endsWith("/index.d.ts")) continue;
      const folder = target.types.split("/").at(-2);
      const module = project.children?.find(({ name }) => name === folder);
      if (module) module.name = `pulumi-esa-preload${entry.slice(1)}`;
    }
  });
}

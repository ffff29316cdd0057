// @ts-check
"use strict";

const { TYPES } = require("./shapes");

/** @typedef {import("./shapes").Shape} Shape */

/**
 * How a value differs from a shape, one line for each kind of difference: entries of a list are not told apart. No value
 * is in a line but a word such as a status or an error code.
 *
 * @param {Shape} shape
 * @param {unknown} value
 * @param {string} [path] how the lines name the value
 * @returns {string[]}
 */
function compare(shape, value, path = "") {
  return [...new Set(differences(shape, value, path))];
}

/** @param {Shape} shape @param {unknown} value @param {string} path @returns {string[]} */
function differences(shape, value, path) {
  const subject = path || "the answer";
  if (typeof shape === "string") {
    const found = shape === "a documented status" ? word(value) : typeOf(value);
    return TYPES[shape](value) ? [] : [`${subject} is ${found}; the simulator answers ${shape}`];
  }
  if ("exactly" in shape) {
    if (value === shape.exactly) return [];
    return [`${subject} is ${word(value)}; the simulator answers ${JSON.stringify(shape.exactly)}`];
  }
  if ("id" in shape) {
    if (typeof value === "string" && value.toLowerCase() === shape.id.toLowerCase()) return [];
    const found = typeof value === "string" ? "another id" : typeOf(value);
    return [`${subject} is ${found}; the simulator answers the id that was asked for`];
  }
  if ("list" in shape) {
    if (!Array.isArray(value)) return [`${subject} is ${typeOf(value)}; the simulator answers a list`];
    return value.flatMap((entry) => differences(shape.list, entry, `${path}[]`));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [`${subject} is ${typeOf(value)}; the simulator answers an object`];
  }
  return fieldDifferences(shape.fields, /** @type {Record<string, unknown>} */ (value), path);
}

/** @param {Record<string, Shape>} fields @param {Record<string, unknown>} value @param {string} path @returns {string[]} */
function fieldDifferences(fields, value, path) {
  const at = (/** @type {string} */ name) => (path === "" ? name : `${path}.${name}`);
  const known = Object.entries(fields).flatMap(([name, shape]) =>
    Object.hasOwn(value, name) && value[name] !== undefined
      ? differences(shape, value[name], at(name))
      : [`${at(name)} is missing`],
  );
  const others = Object.entries(value)
    .filter(([name]) => !Object.hasOwn(fields, name))
    .map(([name, content]) => `${at(name)} is not in the simulator's answer; it is ${typeOf(content)}`);
  return [...known, ...others];
}

/** @param {unknown} value @returns {string} */
function typeOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a number";
  if (typeof value === "string") return value === "" ? "an empty text" : "text";
  return `a ${typeof value}`;
}

/** A status or an error code as it is, everything else by its type. @param {unknown} value @returns {string} */
function word(value) {
  if (Number.isSafeInteger(value)) return String(value);
  const isWord = typeof value === "string" && /^[A-Za-z_]{3,40}([.-][A-Za-z_]{2,40})*$/.test(value);
  return isWord ? `"${String(value)}"` : typeOf(value);
}

module.exports = { compare };

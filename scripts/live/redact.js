// @ts-check
"use strict";

const { TIME } = require("../contract/shapes");
const { redacted } = require("../../dist/provider/esa/errors/redact.js");

const ID = /\b[0-9a-f]{24}\b/gi;
const WORD = /^[\w.-]{1,80}$/;
const NUMERAL = /^\d{1,9}$/;

const COUNTS = ["TotalCount", "ExecutionCount", "UrlCount", "UrlSubmitted", "TaskSubmitted", "Interval", "SliceLen"];

/**
 * The elements that are shown as they are, each only where it has the form that the documents give it.
 *
 * @type {ReadonlyMap<string, RegExp>}
 */
const SHOWN = new Map(
  Object.entries({
    ...Object.fromEntries(["Code", "Status", "InsertWay", "TaskType"].map((name) => [name, WORD])),
    ...Object.fromEntries(["StartTime", "EndTime", "CreatedAt"].map((name) => [name, TIME])),
    ...Object.fromEntries(COUNTS.map((name) => [name, NUMERAL])),
    RequestId: /^[0-9a-f-]{8,64}$/i,
  }),
);

/** Entries of a list that are shown. */
const ENTRIES = 3;
/** The elements whose texts are taken out of messages, where they are long enough to be told from ordinary words. */
const PRIVATE = new Set(["AliUid", "Name", "Domains", "FailedFileOss"]);
const SHORTEST = 4;
/** Characters of a text that are shown. */
const LONGEST = 1000;

/**
 * What takes everything out of texts and answers that says who and what was looked at: the same id has the same placeholder everywhere.
 *
 * @param {{ jobId: string, planId?: string | undefined, secrets: readonly string[] }} known
 */
function createRedactor({ jobId, planId, secrets }) {
  const names = new Map([[jobId.toLowerCase(), "<job>"]]);
  if (planId !== undefined) names.set(planId.toLowerCase(), "<plan>");

  /** @param {string} id */
  const nameOf = (id) => {
    if (/^0+$/.test(id)) return id;
    const name =
      names.get(id.toLowerCase()) ?? `<id ${[...names.values()].filter((one) => one.startsWith("<id ")).length + 1}>`;
    names.set(id.toLowerCase(), name);
    return name;
  };

  /** @param {string} line */
  const withoutSecrets = (line) =>
    secrets
      .flatMap((secret) => [secret, encodeURIComponent(secret)])
      .filter((secret) => secret.length >= 4)
      .reduce((rest, secret) => rest.replaceAll(secret, "***"), line);

  /** @param {string} line with names that the service chose @returns {string} */
  const text = (line) =>
    withoutSecrets(redacted(line))
      .slice(0, LONGEST)
      .replace(/\b(?:https?|acs|oss):\S+/gi, "<url>")
      .replace(ID, nameOf)
      .replace(/\b(?:LTAI|STS\.|TMP\.)[\w-]{8,}/g, "<access key>")
      .replace(/\b\d{10,}\b/g, "<number>")
      .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, "<address>")
      .replace(/\S+@\S+/g, "<address>")
      .replace(/(?<![\w<])(?:[a-z\d-]+\.)+(?:com|net|org|cn|io|dev|test|local)\b(?::\d+)?/gi, "<host>")
      .replace(/[`|]/g, "'");

  /** @type {Set<string>} what answers say of the account */
  const told = new Set();
  /** @param {string} line in the service's own words, which may quote what it has told @returns {string} */
  const message = (line) => text([...told].reduce((rest, value) => rest.replaceAll(value, "<text>"), line));

  /**
   * @param {unknown} value of an answer
   * @param {string} [name] its element
   * @returns {unknown} the same structure; only what is in SHOWN keeps its value
   */
  const answer = (value, name = "") => {
    if (Array.isArray(value)) {
      const entries = value.slice(0, ENTRIES).map((entry) => answer(entry));
      return value.length > ENTRIES ? [...entries, `<${value.length - ENTRIES} more>`] : entries;
    }
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, content]) => [text(key), answer(content, key)]));
    }
    const form = SHOWN.get(name);
    if (form?.test(String(value))) return form === WORD ? text(String(value)) : value;
    if (typeof value === "number") return Number.isInteger(value) ? "<integer>" : "<number>";
    if (typeof value !== "string") return value;
    if (name === "Message") return message(value);
    if (value === "") return value;
    return /^[0-9a-f]{24}$/i.test(value) ? nameOf(value) : "<text>";
  };

  /**
   * Notes what an answer's texts say, to be taken out of the texts of all answers.
   *
   * @param {unknown} value of an answer
   * @param {string} [name] its element
   */
  const learn = (value, name = "") => {
    if (typeof value === "object" && value !== null) {
      for (const [key, content] of Object.entries(value)) learn(content, Array.isArray(value) ? name : key);
    } else if (typeof value === "string" && value.length >= SHORTEST && PRIVATE.has(name)) told.add(value);
  };

  /** @param {string} name @param {string} value of a parameter that was sent */
  const query = (name, value) => {
    if (name === "SiteId") return "<site>";
    const shown = value.replace(ID, nameOf);
    return shown !== value && value === value.toUpperCase() && /[A-F]/.test(value) ? shown.toUpperCase() : shown;
  };

  return { answer, learn, message, query, text, withoutSecrets };
}

module.exports = { createRedactor };

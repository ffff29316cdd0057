import { EsaError } from "../errors/error";
import { fieldsOf, textOf } from "../errors/network";

/** A failure whose message holds nothing secret. */
export class UnusableSource extends Error {}

/**
 * What can be told of a failure of `@alicloud/credentials`. Its messages quote whole files, answers and signed URLs,
 * secrets included: only what stands before a quotation is kept, with the code of an STS answer.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof EsaError) return error.reason.replace(/\.$/, "");
  const { name, message, code } = fieldsOf(error);
  const text = textOf(message);
  if (error instanceof UnusableSource) return text.replace(/\.$/, "");
  if (name === "SyntaxError") return "the answer is not JSON";
  const host = /https?:\/\/(?:[^/\s?#]*@)?([^/\s?#]+)/.exec(text)?.[1];
  const from = host === undefined ? "" : ` from ${host}`;
  if (textOf(name).includes("RequestTimeout")) return `no answer${from} in time`;
  if (typeof code === "string" && host !== undefined) return `no answer${from} (${code})`;
  return withoutQuotations(text) || "the source failed";
}

/** A colon, as in "failed: ", stands before what was read; so do brackets and quotes, and "message = ". */
const quotation = /[{<"]|:(?=\s)|\bmessage = |(?:GET|POST|PUT) /;

function withoutQuotations(message: string): string {
  const text = message
    .replace("unable to get credentials from any of the providers in the chain: ", "")
    // Node's errors of files: their text is a path, which is worth showing.
    .replace(/\b(E[A-Z]{3,}): [a-z ]+, \w+ '/g, "$1 at '")
    .replace(/(?:httpStatus|status code): (?=\d)/g, "HTTP ")
    .replace(/\s?(?:GET|POST|PUT)? ?(https?:\/\/)(?:[^/\s?#]*@)?([^/\s?#]+)\S*/g, " at $1$2");
  const end = text.search(quotation);
  const head = (end < 0 ? text : text.slice(0, end)).replace(/[\s:,.]+$/, "").slice(0, 600);
  const answer = end < 0 ? "" : text.slice(end);
  const code = /"Code"\s*:\s*"([A-Za-z]{3,40}(?:\.[A-Za-z]{2,40}){0,3})"/.exec(answer)?.[1];
  return code === undefined || code === "Success" ? head : `${head} (${code})`;
}

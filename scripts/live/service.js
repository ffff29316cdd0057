// @ts-check
"use strict";

/**
 * The real service, by this package's own settings, credentials, proxy and official client, but with answers as they come: not
 * checked, not completed. Needs `dist/`.
 */

const { default: OpenApiClient, Config, OpenApiRequest, Params } = require("@alicloud/openapi-client");

const { isPassing, toEsaError } = require("../../dist/provider/esa/errors/classify.js");
const { systemClock } = require("../../dist/provider/esa/sending/clock.js");
const { credentialsFor } = require("../../dist/provider/esa/credentials/index.js");
const { senderThrough } = require("../../dist/provider/esa/sending/proxy.js");
const { withRetry } = require("../../dist/provider/esa/sending/retry.js");
const { readSettings } = require("../../dist/provider/settings/index.js");
const { userAgent } = require("../../dist/provider/esa/sending/userAgent.js");

/** How long a throttled call, or one that met a passing fault, is repeated. */
const RETRY_MS = 30_000;
/** Refusals of the caller, not of what was asked. */
const CALLER =
  /^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecurityToken|MissingSecurityToken|Forbidden|NoPermission|IllegalTimestamp|InvalidTimeStamp|SignatureNonceUsed)/;

/**
 * @typedef {object} Service
 * @property {string} endpoint
 * @property {string} origin where the credentials come from
 * @property {readonly string[]} secrets what must never be shown
 * @property {import("../contract/run").Send} send
 */

/**
 * @param {Record<string, string>} config keys of the stack configuration
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Service>} rejected with an EsaError that says what is missing
 */
async function openService(config, env) {
  const connection = readSettings((key) => config[key], env);
  const { credential, explain } = credentialsFor(connection.credentials);
  const through = senderThrough(connection);
  const { accessKeyId, accessKeySecret, securityToken } = await through(() => credential.getCredential());
  const { endpoint, protocol } = connection;
  const client = new OpenApiClient(new Config({ credential, endpoint, protocol, userAgent }));
  const runtime = /** @type {Parameters<typeof client.callApi>[2]} */ ({
    autoretry: false,
    readTimeout: connection.readTimeoutMs,
    connectTimeout: connection.connectTimeoutMs,
  });

  /** @type {import("../contract/run").Send} */
  const send = async (request, writes) => {
    const { action, method, query, version = "2024-09-10" } = request;
    const params = new Params({
      action,
      version,
      protocol,
      method,
      pathname: "/",
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    });
    const attempt = async () => {
      try {
        const { body } = await through(() => client.callApi(params, new OpenApiRequest({ query }), runtime));
        return { status: 200, body };
      } catch (error) {
        return refusal(error, action);
      }
    };
    try {
      return await withRetry(action, attempt, {
        clock: systemClock,
        deadlineMs: systemClock.now() + Math.min(RETRY_MS, connection.maxRetryMs),
        repeatAmbiguous: !writes,
      });
    } catch (error) {
      const explained = explain(toEsaError(error, action));
      throw new Error(explained.headline, { cause: error });
    }
  };
  const secrets = [accessKeyId, accessKeySecret, securityToken].filter((secret) => secret !== undefined);
  return { endpoint, origin: connection.credentials.origin, secrets, send };
}

/**
 * A refusal of what was asked is an answer; all else that the client throws is the lack of one.
 *
 * @param {unknown} error
 * @param {string} action
 * @returns {import("../contract/run").Answer}
 */
function refusal(error, action) {
  const known = toEsaError(error, action);
  if (known.statusCode === undefined || isPassing(known) || CALLER.test(known.code)) throw known;
  const body = { .../** @type {{ data: Record<string, unknown> }} */ (error).data };
  // Added by the client.
  delete body.statusCode;
  return { status: known.statusCode, body };
}

module.exports = { openService };

// @ts-check
"use strict";

/**
 * Stands in for pulumi-alicloud's provider, a program of its own that is not in any package here: serves the engine the
 * two ESA resources of examples/with-alicloud by calling the API as the real one does, with the official SDK. Here every
 * change of an argument replaces the resource.
 */

const esa = require("@alicloud/esa20240910");
const { $OpenApiUtil } = require("@alicloud/openapi-core");
const provider = require("@pulumi/pulumi/provider");

const { ESA_ENDPOINT: endpoint, ESA_KEY: accessKeyId, ESA_SECRET: accessKeySecret } = process.env;
const client = new esa.default(new $OpenApiUtil.Config({ endpoint, accessKeyId, accessKeySecret, protocol: "HTTP" }));

/** @param {string} urn */
const kindOf = (urn) =>
  /** @type {"ScheduledPreloadJob" | "ScheduledPreloadExecution"} */ (/(\w+)::[^:]*$/.exec(urn)?.[1]);

const creators = {
  /** @param {any} inputs */
  async ScheduledPreloadJob(inputs) {
    const { siteId, scheduledPreloadJobName: name, insertWay, urlList } = inputs;
    const request = new esa.CreateScheduledPreloadJobRequest({
      siteId: Number(siteId),
      name,
      insertWay,
      urlList,
    });
    const { body } = await client.createScheduledPreloadJob(request);
    return { id: `${siteId}:${body?.id}`, outs: { ...inputs, scheduledPreloadJobId: body?.id } };
  },
  /** @param {any} inputs */
  async ScheduledPreloadExecution(inputs) {
    const { scheduledPreloadJobId: id, startTime, endTime, interval, sliceLen } = inputs;
    const plan = new esa.CreateScheduledPreloadExecutionsRequestExecutions({
      startTime,
      endTime,
      interval,
      sliceLen,
    });
    const request = new esa.CreateScheduledPreloadExecutionsRequest({ id, executions: [plan] });
    const created = (await client.createScheduledPreloadExecutions(request)).body?.successExecutions?.[0];
    const outs = { ...inputs, scheduledPreloadExecutionId: created?.id, status: created?.status };
    return { id: `${id}:${created?.id}`, outs };
  },
};

const deleters = {
  /** @param {string} id */
  ScheduledPreloadJob: (id) => client.deleteScheduledPreloadJob(new esa.DeleteScheduledPreloadJobRequest({ id })),
  /** @param {string} id */
  ScheduledPreloadExecution: (id) =>
    client.deleteScheduledPreloadExecution(new esa.DeleteScheduledPreloadExecutionRequest({ id })),
};

/** @type {import("@pulumi/pulumi/provider").Provider} */
const alicloud = {
  version: "3.108.0",
  check: async (_urn, _olds, news) => ({ inputs: news }),
  diff: async (_id, _urn, olds, news) => {
    const replaces = Object.keys(news).filter((key) => olds[key] !== news[key]);
    return { changes: replaces.length > 0, replaces };
  },
  create: (urn, inputs) => creators[kindOf(urn)](inputs),
  read: async (id, _urn, props) => ({ id, props }),
  delete: async (id, urn) => void (await deleters[kindOf(urn)](id.split(":")[1] ?? "")),
};

void provider.main(alicloud, process.argv.slice(2));

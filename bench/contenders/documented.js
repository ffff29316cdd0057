"use strict";

/**
 * What a user writes who follows Pulumi's guide with the vendor's SDK:
 * https://www.pulumi.com/docs/iac/guides/building-extending/providers/dynamic-providers/
 * A provider in the program, a client from the stack configuration, one call for each operation, nothing repeated.
 * It is not type-checked: the functions are serialized as they stand here, and annotations would lengthen them.
 */

const pulumi = require("@pulumi/pulumi");
const esa = require("@alicloud/esa20240910");
const { $OpenApiUtil } = require("@alicloud/openapi-core");

class PlanStateProvider {
  async configure({ config }) {
    this.client = new esa.default(
      new $OpenApiUtil.Config({
        endpoint: config.require("endpoint"),
        protocol: config.require("protocol"),
        accessKeyId: config.require("accessKeyId"),
        accessKeySecret: config.require("accessKeySecret"),
      }),
    );
  }

  async diff(id, olds, news) {
    const replaces = olds.planId === news.planId ? [] : ["planId"];
    return { changes: replaces.length > 0 || olds.desiredStatus !== news.desiredStatus, replaces };
  }

  async create(inputs) {
    return { id: inputs.planId, outs: await this.apply(inputs) };
  }

  async update(id, olds, news) {
    return { outs: await this.apply(news) };
  }

  async read(id, props) {
    const request = new esa.ListScheduledPreloadExecutionsRequest({ id: props.jobId });
    const { body } = await this.client.listScheduledPreloadExecutions(request);
    const plan = body.executions.find((execution) => execution.id === id);
    if (!plan) return { id: "", props: {} };
    const desiredStatus = plan.status === "stopped" ? "stopped" : "running";
    return { id, props: { ...props, desiredStatus, status: plan.status } };
  }

  async delete(id) {
    await this.client.stopScheduledPreloadExecution(new esa.StopScheduledPreloadExecutionRequest({ id }));
  }

  async apply(inputs) {
    const id = inputs.planId;
    const { body } =
      inputs.desiredStatus === "stopped"
        ? await this.client.stopScheduledPreloadExecution(new esa.StopScheduledPreloadExecutionRequest({ id }))
        : await this.client.startScheduledPreloadExecution(new esa.StartScheduledPreloadExecutionRequest({ id }));
    const { status, startTime, endTime, interval, sliceLen, requestId } = body;
    return { ...inputs, status, startTime, endTime, interval, sliceLen, requestId };
  }
}

class PlanState extends pulumi.dynamic.Resource {
  constructor(name, props) {
    super(provider, name, { ...props, status: undefined });
  }
}

const provider = new PlanStateProvider();

module.exports = {
  declare: (plans) => plans.map((plan) => new PlanState(plan.planId, inputs(plan))),
  handler: async () => (await pulumi.runtime.serializeFunction(() => provider)).text,
  inputs,
};

function inputs(plan) {
  return { ...plan, desiredStatus: "stopped" };
}

import Client, * as esa from "@alicloud/esa20240910";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { main, type Provider } from "@pulumi/pulumi/provider";

/**
 * Stands in for pulumi-alicloud's provider, a program of its own that is not in any package here: serves the engine the
 * two ESA resources of examples/with-alicloud by calling the API as the real one does, with the official SDK. Here every
 * change of an argument replaces the resource.
 */
const { ESA_ENDPOINT: endpoint, ESA_KEY: accessKeyId, ESA_SECRET: accessKeySecret } = process.env;
const client = new Client(new $OpenApiUtil.Config({ endpoint, accessKeyId, accessKeySecret, protocol: "HTTP" }));

/** A resource's arguments, by their names in pulumi-alicloud. */
type Inputs = Record<string, string> & { readonly urlList: string[] };

interface Resource {
  create(inputs: Inputs): Promise<{ id: string; outs: Record<string, unknown> }>;
  delete(id: string): Promise<unknown>;
}

const resources: Record<string, Resource> = {
  ScheduledPreloadJob: {
    async create(inputs) {
      const { siteId = "", scheduledPreloadJobName: name, insertWay, urlList } = inputs;
      const request = new esa.CreateScheduledPreloadJobRequest({ siteId: Number(siteId), name, insertWay, urlList });
      const id = (await client.createScheduledPreloadJob(request)).body?.id ?? "";
      return { id: `${siteId}:${id}`, outs: { ...inputs, scheduledPreloadJobId: id } };
    },
    delete: (id) => client.deleteScheduledPreloadJob(new esa.DeleteScheduledPreloadJobRequest({ id })),
  },
  ScheduledPreloadExecution: {
    async create(inputs) {
      const { scheduledPreloadJobId: id = "", startTime, endTime, interval, sliceLen } = inputs;
      const times = { startTime, endTime, interval: Number(interval), sliceLen: Number(sliceLen) };
      const plan = new esa.CreateScheduledPreloadExecutionsRequestExecutions(times);
      const request = new esa.CreateScheduledPreloadExecutionsRequest({ id, executions: [plan] });
      const created = (await client.createScheduledPreloadExecutions(request)).body?.successExecutions?.[0];
      const outs = { ...inputs, scheduledPreloadExecutionId: created?.id, status: created?.status };
      return { id: `${id}:${created?.id ?? ""}`, outs };
    },
    delete: (id) => client.deleteScheduledPreloadExecution(new esa.DeleteScheduledPreloadExecutionRequest({ id })),
  },
};

function resourceOf(urn: string): Resource {
  const found = resources[/(\w+)::[^:]*$/.exec(urn)?.[1] ?? ""];
  if (!found) throw new Error(`${urn} is of another type.`);
  return found;
}

const alicloud: Provider = {
  version: "3.108.0",
  check: (_urn, _olds, inputs: unknown) => Promise.resolve({ inputs }),
  diff: (_id, _urn, olds: Inputs, news: Inputs) => {
    const replaces = Object.keys(news).filter((key) => olds[key] !== news[key]);
    return Promise.resolve({ changes: replaces.length > 0, replaces });
  },
  create: (urn, inputs: Inputs) => resourceOf(urn).create(inputs),
  read: (id, _urn, props: unknown) => Promise.resolve({ id, props }),
  delete: async (id, urn) => {
    await resourceOf(urn).delete(id.split(":")[1] ?? "");
  },
};

void main(alicloud, process.argv.slice(2));

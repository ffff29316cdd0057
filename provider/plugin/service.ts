import { readFileSync } from "node:fs";

import type { handleUnaryCall } from "@grpc/grpc-js";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";

import { orCancelled } from "../esa/errors/cancelled";
import type { EsaError } from "../esa/errors/error";
import { userAgent } from "../esa/sending/userAgent";
import * as failures from "../run/failures";
import { resourcesIn, type Surroundings } from "../front/resources";
import type { Properties } from "../resources/methods";
import { checkConfiguration, ownKeys, readerOf, withOwnKeys } from "./configuration";
import { asServiceError } from "./failure";
import { invoke } from "./functions";
import { Log } from "./log";
import { Siblings } from "./others";
import { propertiesIn, structOf } from "./properties";
import { Empty } from "./protocol";
import { checked, failuresOf, resourceCalls } from "./resource";

/** What the schema calls the plugin's package. */
const packageName = "esa-preload";

export interface ServiceOptions extends Pick<Surroundings, "connect" | "clock"> {
  /** Undefined where the engine is to attach itself. */
  readonly engineAddress: string | undefined;
  /** The file of the package's schema. */
  readonly schema: string;
}

/** The service of Pulumi's provider protocol. What isn't here answers that it is not implemented. */
export function pluginService({
  connect,
  clock,
  engineAddress,
  schema,
}: ServiceOptions): Partial<IResourceProviderServer> {
  let configuration: Properties = {};
  /** The name of the provider where the program makes it; empty in `pulumi do`. */
  let explicit: string | undefined;

  /** What is known of one run. An engine that attaches itself begins another one. */
  function newRun(address: string | undefined) {
    const log = new Log(address);
    const cancelling = new AbortController();
    // A program whose resources have no provider of their own has one process.
    const deaf = (reason: string) => {
      if (explicit) throw failures.deaf(reason);
    };
    const siblings = address ? new Siblings(address, deaf) : undefined;
    const { plans, jobs, sessions } = resourcesIn({
      ...{ connect, clock, others: siblings },
      config: (key) => readerOf(configuration)(key),
      print: (line) => log.print(ownKeys(line)),
    });
    const calls = {
      ScheduledPreloadPlanState: resourceCalls(plans, cancelling.signal),
      ScheduledPreloadJobState: resourceCalls(jobs, cancelling.signal),
    };
    const end = () => {
      cancelling.abort();
      siblings?.end();
    };
    // An engine that is killed cancels nothing: the process then exits.
    process.once("exit", end);
    return { log, sessions, calls, end, signal: cancelling.signal };
  }
  let run = newRun(engineAddress);

  type Calls = ReturnType<typeof resourceCalls>;
  type OfResource = Parameters<Calls[keyof Calls]>[0];

  /** A method of a resource, whose kind the type in its URN names. */
  function ofResource<Request extends OfResource, Response>(
    method: (calls: Calls, request: Request) => Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return unary((request) => {
      const type = (request.getUrn().split("::")[2] ?? "").split("$").at(-1) ?? "";
      const name = type.slice(type.lastIndexOf(":") + 1);
      const { calls, log } = run;
      if (!(name in calls)) throw new Error(`The type ${type} is not one of ${packageName}.`);
      return log.under(request.getUrn(), () => method(calls[name as keyof typeof calls], request));
    });
  }

  const inOwnWords = (error: EsaError) => withOwnKeys(error, explicit);

  function unary<Request, Response>(
    method: (request: Request) => Response | Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    const answer = async (request: Request) => method(request);
    return ({ request }, done) => {
      answer(request).then(
        (response) => done(null, response),
        (error: unknown) => done(asServiceError(error, inOwnWords)),
      );
    };
  }

  return {
    getPluginInfo: unary(() => new PluginInfo().setVersion(userAgent.slice(userAgent.indexOf("/") + 1))),
    handshake: unary(() => new messages.ProviderHandshakeResponse()),
    attach: unary((request: PluginAttach) => {
      run.end();
      run = newRun(request.getAddress());
      return new Empty();
    }),
    getSchema: unary(() => new messages.GetSchemaResponse().setSchema(readFileSync(schema, "utf8"))),

    checkConfig: unary((request: messages.CheckRequest) => {
      const { inputs, failures } = checkConfiguration(propertiesIn(request.getNews()));
      return checked(inputs, failures);
    }),
    // Never a replacement: a plan is the same plan with whatever credentials. Whether it is an update, the engine sees.
    diffConfig: unary(() => new messages.DiffResponse()),
    configure: unary((request: messages.ConfigureRequest) => {
      configuration = propertiesIn(request.getArgs());
      const name = request.getName();
      explicit = name !== undefined && !/^default(_\d+_\d+_\d+.*)?$/.test(name) ? name : undefined;
      return new messages.ConfigureResponse().setSupportspreview(true);
    }),

    check: ofResource((ours, request: messages.CheckRequest) => ours.check(request)),
    diff: ofResource((ours, request: messages.DiffRequest) => ours.diff(request)),
    create: ofResource((ours, request: messages.CreateRequest) => ours.create(request)),
    update: ofResource((ours, request: messages.UpdateRequest) => ours.update(request)),
    read: ofResource((ours, request: messages.ReadRequest) => ours.read(request)),
    delete: ofResource((ours, request: messages.DeleteRequest) => ours.delete(request)),

    invoke: unary(async (request: messages.InvokeRequest) => {
      const answer = invoke(request.getTok(), propertiesIn(request.getArgs()), run.sessions, clock);
      if (!answer) throw new Error(`${packageName} has no function ${request.getTok()}.`);
      const { result = {}, failures = [] } = await orCancelled(answer, run.signal);
      return new messages.InvokeResponse().setFailuresList(failuresOf(failures)).setReturn(structOf(result));
    }),

    // At the first Ctrl-C, and at the end of every run.
    cancel: unary(() => {
      run.end();
      return new Empty();
    }),
  };
}

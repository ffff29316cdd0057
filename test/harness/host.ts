import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";

import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { targetConfig, type Target } from "./config";
import { hostError, propertiesOf, structOf, type Properties } from "./messages";

/** What the engine stores as `__provider` with every resource of ours. */
const HANDLER = 'exports.handler = () => require("pulumi-esa-preload/provider");';

const PLUGIN = join(__dirname, "..", "..", "plugin", "index.js");

/** A running dynamic provider host, or our plugin, with one method per call that the engine makes. */
export interface Host {
  readonly pid: number;
  /** For what goes beside gRPC. */
  readonly process: ChildProcess;
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: CheckFailure[] }>;
  diff(id: string, olds: Properties, news: Properties, oldInputs?: Properties): Promise<Diff>;
  create(inputs: Properties): Promise<{ id: string; properties: Properties }>;
  /** `inputs` is undefined where the provider returned none. */
  read(
    id: string,
    props: Properties,
    inputs?: Properties,
  ): Promise<{ id: string; properties: Properties; inputs?: Properties }>;
  update(id: string, olds: Properties, news: Properties, oldInputs?: Properties): Promise<{ properties: Properties }>;
  delete(id: string, props: Properties, oldInputs?: Properties): Promise<void>;
  /** For what only a plugin answers. */
  readonly client: ResourceProviderClient;
  /** What the process has printed, stdout and stderr together: complete up to the last call that was awaited. */
  output(): string;
  /** Ends the host's stdin, as the engine's death does. */
  closeInput(): void;
  /** Resolves when the process is gone. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

interface Diff {
  readonly changes: "none" | "some" | "unknown";
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

export interface HostOptions {
  /** The stack configuration, full keys, as the engine hands it on: strings. */
  readonly config?: Record<string, string>;
  readonly env?: Record<string, string>;
  /** What `env` is added to. Default: the environment of this process. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Flags of Node. Default: none, as the engine starts it. */
  readonly execArgv?: readonly string[];
  /** Whether messages can be sent to its process. Default: no. */
  readonly ipc?: boolean;
  /** Where the handler's `require` resolves from. Default: this folder. */
  readonly cwd?: string;
  /** The `__provider` of every call, or what gives it. Default: {@link HANDLER}. */
  readonly handler?: string | (() => string);
  /** Our plugin in place of the dynamic provider host, which no call names a handler for. */
  readonly plugin?: { readonly engineAddress: string; readonly urn: () => string };
}

/** The configuration that leads to a simulator, as the engine hands it on: structures as JSON text. */
export function configFor(simulator: Target): Record<string, string> {
  return Object.fromEntries(Object.entries(targetConfig(simulator)).map(([key, { value }]) => [key, value]));
}

const CHANGES = ["unknown", "none", "some"] as const;

/** Starts the host that the installed SDK brings, as the engine does, and configures it. */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  const { execArgv = [], environment = process.env, plugin } = options;
  const script = plugin ? PLUGIN : require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const child = spawn(process.execPath, [...execArgv, script, plugin?.engineAddress ?? "127.0.0.1:1"], {
    cwd: options.cwd ?? __dirname,
    env: { ...environment, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true", ...options.env },
    stdio: ["pipe", "pipe", "pipe", ...(options.ipc ? (["ipc"] as const) : [])],
  }) as ChildProcessWithoutNullStreams;
  const exited = once(child, "close").then(() => undefined);
  const printed: string[] = [];
  const port = await readPort(child, exited, printed);
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.enable_http_proxy": 0,
  });
  const handler = options.handler ?? HANDLER;
  const handlerOf = () => ({ __provider: typeof handler === "string" ? handler : handler() });
  const struct = (properties: Properties) => structOf({ ...properties, ...(plugin ? {} : handlerOf()) });
  const ofState = (inputs: Properties | undefined) => inputs && struct(inputs);
  const urn = () => plugin?.urn() ?? "";

  await send<messages.ConfigureResponse>((done) =>
    client.configure(new messages.ConfigureRequest().setArgs(structOf(options.config ?? {})), done),
  );
  return {
    pid: child.pid ?? 0,
    process: child,
    async check(olds, news) {
      const request = new messages.CheckRequest().setUrn(urn()).setOlds(struct(olds)).setNews(struct(news));
      const response = await send<messages.CheckResponse>((done) => client.check(request, done));
      const failures = response.getFailuresList().map((failure) => failure.toObject());
      return { inputs: propertiesOf(response.getInputs()), failures };
    },
    async diff(id, olds, news, oldInputs) {
      const request = new messages.DiffRequest().setUrn(urn()).setId(id).setOlds(struct(olds)).setNews(struct(news));
      request.setOldInputs(ofState(oldInputs));
      const response = await send<messages.DiffResponse>((done) => client.diff(request, done));
      return {
        changes: CHANGES[response.getChanges()],
        replaces: response.getReplacesList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
      };
    },
    async create(inputs) {
      const request = new messages.CreateRequest().setUrn(urn()).setProperties(struct(inputs));
      const response = await send<messages.CreateResponse>((done) => client.create(request, done));
      return { id: response.getId(), properties: propertiesOf(response.getProperties()) };
    },
    async read(id, props, inputs) {
      const request = new messages.ReadRequest().setUrn(urn()).setId(id).setProperties(struct(props));
      request.setInputs(ofState(inputs));
      const response = await send<messages.ReadResponse>((done) => client.read(request, done));
      const found = { id: response.getId(), properties: propertiesOf(response.getProperties()) };
      return response.hasInputs() ? { ...found, inputs: propertiesOf(response.getInputs()) } : found;
    },
    async update(id, olds, news, oldInputs) {
      const request = new messages.UpdateRequest().setUrn(urn()).setId(id).setOlds(struct(olds)).setNews(struct(news));
      request.setOldInputs(ofState(oldInputs));
      const response = await send<messages.UpdateResponse>((done) => client.update(request, done));
      return { properties: propertiesOf(response.getProperties()) };
    },
    async delete(id, props, oldInputs) {
      const request = new messages.DeleteRequest().setUrn(urn()).setId(id).setProperties(struct(props));
      request.setOldInputs(ofState(oldInputs));
      await send<Empty>((done) => client.delete(request, done));
    },
    client,
    output: () => printed.join(""),
    closeInput: () => child.stdin.end(),
    exited,
    async stop() {
      client.close();
      child.kill();
      await exited;
    },
  };
}

/** The host prints its port as its first line; what comes after it is kept. */
async function readPort(
  child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream },
  exited: Promise<void>,
  printed: string[],
): Promise<string> {
  child.stderr.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  const firstLine = once(lines, "line").then(([line]: unknown[]) => line);
  const first = await Promise.race([firstLine, exited]);
  if (typeof first !== "string") throw new Error(`The host ended before it was ready:\n${printed.join("")}`);
  lines.on("line", (line) => printed.push(`${line}\n`));
  return first;
}

/**
 * Makes one call; a failed one is rejected with a {@link HostError}. What the host printed during the call lies in its
 * pipes when the answer comes: two turns of the event loop later it is in `output()`.
 */
export async function send<Response>(
  call: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  const answer = await new Promise<{ error: ServiceError } | { response: Response }>((resolve) => {
    call((error, response) => resolve(error ? { error } : { response }));
  });
  await setImmediate();
  await setImmediate();
  if ("error" in answer) throw hostError(answer.error);
  return answer.response;
}

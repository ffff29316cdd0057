import { Server, ServerCredentials, type handleUnaryCall } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ConfigureRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { Gone, unknown } from "../../provider/resources/methods";
import { startSimulator } from "../../simulator";
import { storedDefaults, type Kind, type Run, type Stage, type Subject } from "../contract/subject";
import { configFor, send, startHost, type Host } from "../harness/host";
import { structOf } from "../harness/messages";
import { asFailure, mapped, unknownValue } from "./stage";

const types: Record<Kind, string> = { plan: "ScheduledPreloadPlanState", job: "ScheduledPreloadJobState" };

/** The log of an engine, where the plugin tells its lines. */
export async function startLog(): Promise<{ address: string; lines: LogRequest.AsObject[]; stop: () => void }> {
  const lines: LogRequest.AsObject[] = [];
  const log: handleUnaryCall<LogRequest, Empty> = ({ request }, done) => {
    lines.push(request.toObject());
    done(null, new Empty());
  };
  const server = new Server();
  server.addService(EngineService, { log });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { address: `127.0.0.1:${port}`, lines, stop: () => server.forceShutdown() };
}

/** The configuration of the plugin that leads to a simulator. */
export function pluginConfigFor(simulator: Parameters<typeof configFor>[0]): Record<string, string> {
  const entries = Object.entries(configFor(simulator)).map(([key, value]) => [key.replace("alicloud:", ""), value]);
  return Object.fromEntries(entries) as Record<string, string>;
}

interface Player {
  readonly host: Host;
  readonly log: Awaited<ReturnType<typeof startLog>>;
  /** Whose call is the next one. */
  urn: string;
}

/** The methods in our plugin, as the engine calls them. Processes of runs that are over serve again. */
export async function openPluginStage(): Promise<Stage> {
  const simulator = await startSimulator();
  const idle: Player[] = [];
  const busy: Promise<Player>[] = [];

  async function start(): Promise<Player> {
    const log = await startLog();
    const player: Player = { log, urn: "", host: undefined as never };
    const plugin = { engineAddress: log.address, urn: () => player.urn };
    return Object.assign(player, { host: await startHost({ plugin, config: pluginConfigFor(simulator) }) });
  }

  async function again(player: Player): Promise<Player> {
    const { client } = player.host;
    await send<Empty>((done) => client.attach(new PluginAttach().setAddress(player.log.address), done));
    const config = new ConfigureRequest().setArgs(structOf(pluginConfigFor(simulator)));
    await send((done) => client.configure(config, done));
    player.log.lines.length = 0;
    return player;
  }

  return {
    simulator,
    defaults: storedDefaults,
    readsInputs: true,
    newRun(): Run {
      const free = idle.pop();
      const player = free ? again(free) : start();
      busy.push(player);
      const lines: LogRequest.AsObject[][] = [];
      void player.then(({ log }) => lines.push(log.lines));
      return {
        plan: subject(player, "plan"),
        job: subject(player, "job"),
        said: () =>
          lines
            .flat()
            .map(({ message, severity }) =>
              severity === LogSeverity.WARNING ? message.replace(": ", ": warning: ") : message,
            )
            .join("\n"),
      };
    },
    reset: async () => void idle.push(...(await Promise.all(busy.splice(0)))),
    close: async () => {
      for (const { host, log } of [...idle, ...(await Promise.all(busy))]) {
        await send<Empty>((done) => host.client.cancel(new Empty(), done));
        await host.stop();
        log.stop();
      }
      await simulator.close();
    },
  };
}

function subject(starting: Promise<Player>, kind: Kind): Subject {
  /** A call for a resource; of one without a name, its plan or job tells it from others. */
  const calling = async (owner: string | undefined, id: unknown): Promise<Host> => {
    const player = await starting;
    player.urn = `urn:pulumi:test::project::esa-preload:index:${types[kind]}::${owner ?? `of ${String(id)}`}`;
    return player.host;
  };
  const sent = (properties: Readonly<Record<string, unknown>>) => mapped({ ...properties }, unknown, unknownValue);
  return {
    check: async (olds, news, { owner }) => {
      const host = await calling(owner, news.planId ?? news.jobId);
      const { inputs, failures } = await host.check(sent(olds), sent(news));
      return { inputs: mapped(inputs, unknownValue, unknown), failures };
    },
    diff: async ({ id, inputs, outputs }, news, { owner }) => {
      const host = await calling(owner, id);
      const { changes, replaces } = await host.diff(id, { ...outputs }, sent(news), inputs);
      if (replaces.length > 0) return "replacement";
      return changes === "none" ? "no change" : "update";
    },
    create: async (news, { owner }) => {
      const host = await calling(owner, news.planId ?? news.jobId);
      const { id, properties } = await asFailure(host.create(sent(news)));
      return { id, outputs: properties };
    },
    read: async (state, { owner }) => {
      const host = await calling(owner, state.id);
      const {
        id,
        properties,
        inputs = {},
      } = await asFailure(host.read(state.id, { ...state.outputs }, state.inputs ?? {}));
      return id === "" ? Gone : { inputs, outputs: properties };
    },
    update: async ({ id, inputs, outputs }, news, { owner }) => {
      const host = await calling(owner, id);
      return (await asFailure(host.update(id, { ...outputs }, sent(news), inputs))).properties;
    },
    delete: async ({ id, inputs, outputs }, { owner }) => {
      const host = await calling(owner, id);
      await asFailure(host.delete(id, { ...outputs }, inputs));
    },
  };
}

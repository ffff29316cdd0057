import { AsyncLocalStorage } from "node:async_hooks";

import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

import { grpc } from "./protocol";

/** What is being done, and for which resource. */
interface Task {
  readonly urn: string;
  /** Lines that are on their way. */
  readonly lines: Promise<void>[];
}

/** The engine's log: lines for the user, each under the resource that it is about. */
export class Log {
  private readonly tasks = new AsyncLocalStorage<Task>();
  private readonly engine: EngineClient | undefined;

  /** @param address of the engine; without one, until it attaches itself, nothing is told. */
  constructor(address: string | undefined) {
    const options = { "grpc.enable_http_proxy": 0 };
    this.engine = address ? new EngineClient(address, grpc.credentials.createInsecure(), options) : undefined;
  }

  /** Does something for a resource; when it is done, its lines have arrived. */
  async under<T>(urn: string, work: () => Promise<T>): Promise<T> {
    const task: Task = { urn, lines: [] };
    try {
      return await this.tasks.run(task, work);
    } finally {
      await Promise.all(task.lines);
    }
  }

  readonly print = (line: string): void => {
    const task = this.tasks.getStore();
    const [, text = ""] = /^[0-9a-f]+: warning: (.*)/.exec(line) ?? [];
    const request = new LogRequest()
      .setSeverity(text ? LogSeverity.WARNING : LogSeverity.INFO)
      .setMessage(text ? line.replace("warning: ", "") : line)
      .setUrn(task?.urn ?? "");
    // A line that the engine doesn't take anymore fails nothing.
    const sent = new Promise<void>((resolve) => {
      if (this.engine) this.engine.log(request, () => resolve());
      else resolve();
    });
    task?.lines.push(sent);
  };
}

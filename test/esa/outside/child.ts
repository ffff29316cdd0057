/** A Node process of its own, which has its own HOME, environment and trusted certificates: see process.ts. */
import { Socket } from "node:net";
import { inspect } from "node:util";

import { createEsaClient, type EsaClient } from "../../../provider/esa/client";
import type { EsaError } from "../../../provider/esa/errors/error";
import { readSettings } from "../../../provider/settings";
import { unpaced } from "../../world/unpaced";
import { passingClock } from "../passingClock";
import type { Command, Open, Result } from "./process";

const jobId = "665d3af3621bccf3fe29e1a4";
const untouched = ["PATH", "NODE_EXTRA_CA_CERTS"];

const clock = passingClock();
let opened: Open | undefined;
let client: EsaClient | undefined;

function open(given: Open): void {
  for (const name of Object.keys(process.env)) {
    if (!untouched.includes(name)) Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, given.env);
  opened = given;
  client = undefined;
}

async function list(): Promise<Result> {
  try {
    // As in the provider: settings are read and the client is made by the first call.
    const settings = readSettings((key) => opened?.config[key], process.env);
    client ??= createEsaClient(settings, "test", { clock, pace: unpaced });
    const answer = await client.list(jobId, { deadlineMs: clock.now() + 60_000 });
    return { plans: answer.TotalCount };
  } catch (error) {
    const { code, message } = error as EsaError;
    return { code, message, all: inspect(error, { depth: 9, showHidden: true }) };
  }
}

const sockets = Socket.prototype as { connect: (this: Socket, ...args: unknown[]) => Socket };
const { connect } = sockets;
sockets.connect = function (...args) {
  // Node's own callers pass an array of options and listener.
  const [target] = [args[0]].flat() as [{ host?: string; port?: number | string }];
  if (opened?.metadata !== undefined && target.host === "100.100.100.200") {
    const [host = "", port] = opened.metadata.split(":");
    Object.assign(target, { host, port });
  }
  return connect.apply(this, args);
};

process.on("message", (command: Command) => {
  if (command.open) open(command.open);
  void Promise.all(Array.from({ length: command.times }, list)).then((results) => process.send?.(results));
});
process.send?.([]);

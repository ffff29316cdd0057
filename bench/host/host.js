// @ts-check
"use strict";

const { spawn } = require("node:child_process");
const { once } = require("node:events");
const path = require("node:path");
const { createInterface } = require("node:readline");

const { credentials } = require("@grpc/grpc-js");
const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

const { loadContender } = require("../contenders");

/**
 * @typedef {Awaited<ReturnType<typeof startHost>>} Host
 * @typedef {{ rss: number, heapUsed: number }} Memory bytes, after a garbage collection
 */

/**
 * Starts Pulumi's own host for dynamic providers, as the engine does, and calls it as the engine does, over gRPC.
 *
 * @param {import("../contenders").ContenderId} contender
 * @param {import("../world/world").World} world
 */
async function startHost(contender, { workDir, env, config }) {
  const { handler, inputs } = loadContender(contender);
  const __provider = await handler();
  const hook = path.join(__dirname, "memoryHook.js");
  const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const child = spawn(process.execPath, ["--expose-gc", "-r", hook, script, "127.0.0.1:1"], {
    cwd: workDir,
    env: { ...env, PULUMI_NODEJS_PROJECT: "esa-bench" },
    stdio: ["pipe", "pipe", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: /** @type {import("node:stream").Readable} */ (child.stdout) });
  const [port] = await Promise.race([once(lines, "line"), exited.then(() => [undefined])]);
  if (port === undefined) throw new Error("The host ended before it was ready.");
  lines.on("line", () => undefined);
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.enable_http_proxy": 0,
  });
  /** @template T @param {(done: (error: Error | null, answer: T) => void) => unknown} call @returns {Promise<T>} */
  const send = (call) =>
    new Promise((resolve, reject) => call((error, answer) => (error ? reject(error) : resolve(answer))));
  await send((done) => client.configure(new messages.ConfigureRequest().setArgs(Struct.fromJavaScript(config)), done));
  return {
    handlerBytes: Buffer.byteLength(__provider),
    /** What the engine does for one new resource. @param {import("../contenders").Plan} plan */
    async create(plan) {
      const news = Struct.fromJavaScript(/** @type {any} */ ({ ...inputs(plan), __provider }));
      const olds = Struct.fromJavaScript({});
      await send((done) => client.check(new messages.CheckRequest().setOlds(olds).setNews(news), done));
      await send((done) => client.create(new messages.CreateRequest().setProperties(news), done));
    },
    /** @returns {Promise<Memory>} */
    async memory() {
      const answer = once(child, "message");
      child.send("memory");
      return (await answer)[0];
    },
    async stop() {
      client.close();
      child.kill();
      await exited;
    },
  };
}

module.exports = { startHost };

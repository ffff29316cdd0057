// @ts-check
"use strict";

/**
 * Stands in for `pulumi-language-nodejs` where the engine was built without it: runs the Pulumi program in Node with the
 * SDK's own runner, as the real one does. Knows what `pulumi preview` and `pulumi up` ask, and nothing else.
 */

const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { createRequire } = require("node:module");
const path = require("node:path");

const grpc = require("@grpc/grpc-js");
const service = require("@pulumi/pulumi/proto/language_grpc_pb");
const messages = require("@pulumi/pulumi/proto/language_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");

const engineAddress = process.argv.filter((argument) => !argument.startsWith("-")).at(-1) ?? "";

/** @param {import("@pulumi/pulumi/proto/language_pb").RunRequest} request */
async function run(request) {
  const directory = request.getInfo()?.getProgramDirectory() || request.getPwd();
  const runner = createRequire(path.join(directory, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  if (request.getDryrun()) args.push("--dry-run");
  const child = spawn(
    process.execPath,
    [runner, ...args, request.getInfo()?.getEntryPoint() || "."],
    // What it prints goes to the engine's log by stderr: stdout is for the port.
    {
      cwd: directory,
      stdio: ["ignore", 2, 2],
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        PULUMI_NODEJS_TYPESCRIPT: "true",
      },
    },
  );
  const [code] = await once(child, "exit");
  const response = new messages.RunResponse();
  // By 32 the runner says that it has told the user what is wrong.
  if (code === 32) response.setBail(true);
  else if (code !== 0) response.setError(`the program ended with exit code ${code}`);
  return response;
}

const server = new grpc.Server();
server.addService(service.LanguageRuntimeService, {
  /** @type {grpc.handleUnaryCall<any, any>} */
  run: (call, callback) => void run(call.request).then((response) => callback(null, response), callback),
  /** @type {grpc.handleUnaryCall<any, any>} */
  getPluginInfo: (_, callback) => callback(null, new PluginInfo().setVersion("0.0.0")),
  /** @type {grpc.handleUnaryCall<any, any>} */
  getRequiredPlugins: (_, callback) => callback(null, new messages.GetRequiredPluginsResponse()),
  /** @type {grpc.handleUnaryCall<any, any>} */
  getRequiredPackages: (_, callback) => callback(null, new messages.GetRequiredPackagesResponse()),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});

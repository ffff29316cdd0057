import { ResourceProviderService, type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { systemClock } from "../esa/sending/clock";
import { connectBy } from "../front/connect";
import { exitWithEngine } from "../front/orphan";
import { grpc } from "./protocol";
import { pluginService } from "./service";

/**
 * Serves the plugin until the engine that has started it is gone.
 * @param schema the file of the package's schema
 */
export function main(schema: string): void {
  exitWithEngine();
  // Flags of the engine's own log may come before it.
  const engineAddress = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
  const service = pluginService({ connect: connectBy, clock: systemClock, engineAddress, schema });
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(ResourceProviderService, service as IResourceProviderServer);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    // The engine reads it as the first line; nothing else may be written there.
    console.log(port);
  });
}

import { createRequire } from "node:module";

/**
 * gRPC and Protocol Buffers, from where `@pulumi/pulumi` has them: the messages must be of the same copy. Nothing else of
 * `@pulumi/pulumi` is loaded, which takes eight times as long.
 */
const ofPulumi = createRequire(require.resolve("@pulumi/pulumi/proto/provider_grpc_pb"));

export const grpc = ofPulumi("@grpc/grpc-js") as typeof import("@grpc/grpc-js");

const structs = "google-protobuf/google/protobuf/struct_pb";
export const { Struct } = ofPulumi(structs) as typeof import("google-protobuf/google/protobuf/struct_pb");

const anys = "google-protobuf/google/protobuf/any_pb";
export const { Any } = ofPulumi(anys) as typeof import("google-protobuf/google/protobuf/any_pb");

const empties = "google-protobuf/google/protobuf/empty_pb";
export const { Empty } = ofPulumi(empties) as typeof import("google-protobuf/google/protobuf/empty_pb");

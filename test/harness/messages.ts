import type { ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** Inputs or outputs of a resource, `__provider` included. */
export type Properties = Record<string, unknown>;

/** An error of one of the provider's methods, as the engine gets it. */
export class HostError extends Error {
  override readonly name = "HostError";

  /** `initFailure` is there where the resource exists and was not brought to what is declared. */
  constructor(
    message: string,
    readonly initFailure?: {
      readonly id: string;
      readonly properties: Properties;
      readonly reasons: string[];
    },
  ) {
    super(message);
  }
}

/** @returns the error with the details that the host sends beside it */
export function hostError(error: ServiceError): HostError {
  const [status] = error.metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(status)) return new HostError(error.details);
  const [detail] = Status.deserializeBinary(status).getDetailsList();
  const failure = detail?.unpack(
    (bytes) => ErrorResourceInitFailed.deserializeBinary(bytes),
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (!failure) return new HostError(error.details);
  return new HostError(error.details, {
    id: failure.getId(),
    properties: propertiesOf(failure.getProperties()),
    reasons: failure.getReasonsList(),
  });
}

/** @throws where a value is undefined, or not of JSON's kinds */
export function structOf(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

export function propertiesOf(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

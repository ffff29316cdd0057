import type { ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

import { EsaError } from "../esa/errors/error";
import { PartialFailure } from "../resources/methods";
import { structOf } from "./properties";
import { Any, grpc } from "./protocol";

/**
 * A failure as the engine takes it. After a change it becomes Pulumi's "init failure", whose properties become the
 * resource's outputs.
 */
export function asServiceError(thrown: unknown, inOwnWords: (error: EsaError) => EsaError): Partial<ServiceError> {
  const worded = (error: unknown) => (error instanceof EsaError ? inOwnWords(error) : (error as Error)).message;
  const code = grpc.status.UNKNOWN;
  if (!(thrown instanceof PartialFailure)) return { code, details: worded(thrown) };
  const { error, id, outputs } = thrown as PartialFailure;
  const detail = new ErrorResourceInitFailed()
    .setId(id)
    .setProperties(structOf(outputs))
    .setReasonsList([worded(error)]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(code).setMessage(worded(error)).setDetailsList([any]);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code, details: worded(error), metadata };
}

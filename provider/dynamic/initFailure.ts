import { EsaError } from "../esa/errors/error";
import { ownCodes } from "../esa/errors/remedies";
import { PartialFailure, type Properties } from "../resources/methods";
import { handlerKey } from "./handler";

/**
 * A failure as the host takes it. After a change it becomes Pulumi's "init failure": `properties` become the resource's
 * outputs and must hold the handler, or later refreshes find no provider.
 * @param outputsOf the outputs with what the host must hand back
 */
export function asHostFailure(
  thrown: unknown,
  news: Properties,
  outputsOf: (outputs: object) => Record<string, unknown>,
): unknown {
  if (!(thrown instanceof PartialFailure)) return thrown;
  const { error, id, outputs, reasons } = thrown as PartialFailure;
  const properties = { ...outputsOf(outputs), [handlerKey]: news[handlerKey] };
  return Object.assign(error, { id, properties, reasons: reasons.map(({ message }) => message) });
}

/** Codes that another configuration may mend: the endpoint, the way to it, and what answers there. */
const ofConfiguration: readonly string[] = [
  ...[ownCodes.settings, ownCodes.unreachable, ownCodes.proxyUnreachable, ownCodes.proxyRefused, ownCodes.timeout],
  ...[ownCodes.unreadable, ownCodes.tls, ownCodes.goneElsewhere, "InvalidAction.NotFound"],
];

const hint =
  "`pulumi refresh`, `pulumi destroy` and `pulumi up --refresh` use the configuration of the last `pulumi up`. Correct it and run `pulumi up` without --refresh, or add --run-program to refresh or destroy.";

/** What reads or deletes: the engine hands these the configuration that the last `up` has left in the state. */
export async function hinted<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof EsaError)) throw error;
    const { configured, fromService } = error.details;
    const isOwn = !fromService || error.code === "InvalidAction.NotFound";
    if (!configured && !(isOwn && ofConfiguration.includes(error.code))) throw error;
    throw error.with({ remedy: `${error.remedy}\n${hint}` });
  }
}

import { EsaError } from "../esa/errors/error";
import { ownCodes } from "../esa/errors/remedies";

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

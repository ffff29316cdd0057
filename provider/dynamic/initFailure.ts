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
  const { error, id, outputs } = thrown as PartialFailure;
  const properties = { ...outputsOf(outputs), [handlerKey]: news[handlerKey] };
  return Object.assign(error, { id, properties, reasons: [error.message] });
}

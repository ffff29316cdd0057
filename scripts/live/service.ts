import type { Connection } from "../../provider/esa/connection";
import { isPassing } from "../../provider/esa/errors/classify";
import type { EsaError } from "../../provider/esa/errors/error";
import { systemClock } from "../../provider/esa/sending/clock";
import { withRetry } from "../../provider/esa/sending/retry";
import { openTransport } from "../../provider/esa/sending/transport";
import { userAgent } from "../../provider/esa/sending/userAgent";
import { absentId, malformedId, stop, type Request } from "../contract/case";
import type { Send } from "../contract/run";
import { isWord } from "../contract/shapes";

/** How long a throttled call, or one that met a passing fault, is repeated. */
const longestMs = 30_000;
/** Refusals of the caller, not of what was asked. */
const ofCaller =
  /^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecurityToken|MissingSecurityToken|Forbidden|NoPermission|IllegalTimestamp|InvalidTimeStamp|SignatureNonceUsed)/;

/**
 * The service by this package's own transport, but with answers as they come: not checked, not completed.
 *
 * @param planId the one plan that Stop may be sent for; without it nothing is sent that writes
 * @param tell is told why a call got no answer
 */
export function openService(connection: Connection, planId: string | undefined, tell: (line: string) => void): Send {
  const transport = openTransport(connection, userAgent);
  return async (request) => {
    const { action } = request;
    const reads = /^(List|Get)[A-Z]/.test(action);
    if (!reads && !mayStop(request, planId)) throw new Error(`${action} is not allowed`);
    const limitMs = Math.min(longestMs, connection.maxRetryMs);
    const policy = { clock: systemClock, deadlineMs: systemClock.now() + limitMs, repeatAmbiguous: reads };
    const attempt = () => transport({ ...request, limitMs: longestMs }, (body) => body);
    try {
      return { body: await withRetry(action, attempt, policy) };
    } catch (error) {
      const { code, statusCode, details, message, remedy } = error as EsaError;
      // Words only: what a service sends in place of one may be anything.
      const shown = code.split(".").every(isWord) ? code : "a code of another form";
      const refusal = statusCode === undefined ? shown : `HTTP ${statusCode} ${shown}`;
      if (statusCode !== undefined && !isPassing(error as EsaError) && !ofCaller.test(code)) return { refusal };
      // The service's own words may quote what was sent.
      tell(details.fromService ? `${action} failed: ${refusal}\n  ${remedy}` : message);
      throw new Error(refusal, { cause: error });
    }
  };
}

/** Whatever a case asks: only a Stop of the plan, and of what is not there. */
function mayStop({ action, query: { Id = "" } }: Request, planId: string | undefined): boolean {
  return planId !== undefined && action === stop("").action && [planId, absentId, malformedId].includes(Id);
}

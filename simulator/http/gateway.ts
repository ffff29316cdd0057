import type { Action } from "../actions/action";
import { findAction } from "../actions/find";
import { Parameters } from "../actions/parameters";
import { authenticate, readSigned } from "../auth/authenticate";
import type { SignedCall } from "../auth/signedCall";
import type { SimulatorCore } from "../control/core";
import type { Account, Call } from "../types";
import { ApiError, apiError, invalid } from "../wire/errors";
import { parametersOf, splitTarget, type SignableRequest } from "../wire/request";
import { errorAnswer, jsonDelivery, newRequestId, type Answer, type Delivery } from "./answer";
import { answerUnderFault } from "./trouble";

const VERSION = "2024-09-10";

/** Answers one API call and completes its entry in the log. */
export async function answerCall(core: SimulatorCore, request: SignableRequest, call: Call): Promise<Delivery> {
  const requestId = newRequestId();
  const host = request.headers.get("host") ?? "";
  let delivery: Delivery;
  try {
    const signed = readSigned(request);
    const account = authenticate(signed, core.settings.accounts, core.nonces, Date.now());
    const action = resolveAction(request, signed);
    if (!core.rate.admit(account.aliUid)) throw apiError("TooManyRequests");
    const run = (): Answer => runAction(core, { action, account, request, requestId, host, call });
    const fault = core.faults.take(signed.action);
    delivery =
      fault === undefined
        ? jsonDelivery(run())
        : await answerUnderFault(fault, {
            run,
            rehearse: () => rehearse(core, run, call),
            refuse: (error) => errorAnswer(error, requestId, host),
            closing: core.closing,
          });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    delivery = jsonDelivery(errorAnswer(error, requestId, host));
  }
  if (delivery.do === "send") {
    call.status = delivery.status;
    call.code = delivery.code;
  }
  return delivery;
}

/**
 * The action of a signed request: path `/`, the version of the API, and the HTTP method that the official SDK uses.
 * The documents are silent on the order of these checks.
 */
function resolveAction(request: SignableRequest, signed: SignedCall): Action {
  const { path } = splitTarget(request.target);
  const action = findAction(signed.action);
  if (path !== "/") throw apiError("InvalidAction.NotFound");
  if (signed.version !== VERSION) throw invalid("Version");
  if (action === undefined) throw apiError("InvalidAction.NotFound");
  if (request.method !== action.method) throw apiError("UnsupportedHTTPMethod");
  return action;
}

interface Run {
  action: Action;
  account: Account;
  request: SignableRequest;
  requestId: string;
  host: string;
  call: Call;
}

function runAction(core: SimulatorCore, { action, account, request, requestId, host, call }: Run): Answer {
  try {
    const { body, changed } = action.run({
      state: core.state,
      account,
      parameters: readParameters(request),
      nowMs: core.now(),
      live: core.live,
      maxJobsPerSite: core.settings.maxJobsPerSite,
    });
    call.effect = changed;
    return { status: 200, body: { RequestId: requestId, ...body } };
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error, requestId, host);
    throw error;
  }
}

function readParameters(request: SignableRequest): Parameters {
  try {
    return new Parameters(new Map(parametersOf(request)), "text");
  } catch (error) {
    if (error instanceof URIError) throw apiError("InvalidParameter", "The form is not percent-encoded UTF-8.");
    throw error;
  }
}

/** The answer that a call would have, without its effect. */
function rehearse(core: SimulatorCore, run: () => Answer, call: Call): Answer {
  const before = core.state.snapshot();
  try {
    return run();
  } finally {
    core.state.restore(before);
    call.effect = false;
  }
}

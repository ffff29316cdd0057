import { findAction, type Action } from "./actions";
import { errorAnswer, jsonDelivery, newRequestId, type Answer, type Delivery } from "./answer";
import type { CallLog } from "./calls";
import { decodePairs, splitTarget, type SignableRequest } from "./canonical";
import { ApiError, apiError, invalid } from "./errors";
import type { Faults } from "./faults";
import type { Nonces } from "./nonces";
import { Parameters } from "./parameters";
import type { RateLimit } from "./rate";
import { authenticate } from "./signature";
import type { LiveSettings, Settings } from "./settings";
import type { State } from "./state";
import { answerUnderFault } from "./trouble";
import type { Account, Call } from "./types";

const VERSION = "2024-09-10";

/** Everything that the API side of a simulator shares with its control side. */
export interface World {
  settings: Settings;
  live: LiveSettings;
  state: State;
  nonces: Nonces;
  rate: RateLimit;
  faults: Faults;
  calls: CallLog;
  /** The virtual time in ms since 1970. */
  now(): number;
  /** Aborted when the simulator closes: ends the waits of slow answers. */
  closing: AbortSignal;
}

/** Answers one API call and completes its entry in the log. */
export async function answerCall(world: World, request: SignableRequest, call: Call): Promise<Delivery> {
  const requestId = newRequestId();
  const host = request.headers.get("host") ?? "";
  let delivery: Delivery;
  try {
    const account = authenticate(request, world.settings.accounts, world.nonces, Date.now());
    const action = resolveAction(request);
    if (!world.rate.admit(account.aliUid)) throw apiError("TooManyRequests");
    const run = (): Answer => runAction(world, { action, account, request, requestId, host, call });
    const fault = world.faults.take(request.headers.get("x-acs-action") ?? "");
    delivery =
      fault === undefined
        ? jsonDelivery(run())
        : await answerUnderFault(fault, {
            run,
            rehearse: () => rehearse(world, run, call),
            refuse: (error) => errorAnswer(error, requestId, host),
            closing: world.closing,
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
function resolveAction(request: SignableRequest): Action {
  const { path } = splitTarget(request.target);
  const action = findAction(request.headers.get("x-acs-action") ?? "");
  if (path !== "/") throw apiError("InvalidAction.NotFound");
  if (request.headers.get("x-acs-version") !== VERSION) throw invalid("Version");
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

function runAction(world: World, { action, account, request, requestId, host, call }: Run): Answer {
  try {
    const { body, changed } = action.run({
      state: world.state,
      account,
      parameters: readParameters(request),
      nowMs: world.now(),
      live: world.live,
      maxJobsPerSite: world.settings.maxJobsPerSite,
    });
    call.effect = changed;
    return { status: 200, body: { RequestId: requestId, ...body } };
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error, requestId, host);
    throw error;
  }
}

/** RPC style: the query and, with POST, a form body; never JSON (official SDK: `reqBodyType: "formData"`). */
function readParameters(request: SignableRequest): Parameters {
  const isForm =
    request.method === "POST" &&
    /^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "");
  try {
    return Parameters.of(
      decodePairs(splitTarget(request.target).query),
      isForm ? decodePairs(request.body.toString("utf8")) : [],
    );
  } catch (error) {
    if (error instanceof URIError)
      throw apiError("InvalidParameter", "The form is not percent-encoded UTF-8.");
    throw error;
  }
}

/** The answer that a call would have, without its effect. */
function rehearse(world: World, run: () => Answer, call: Call): Answer {
  const before = world.state.snapshot();
  try {
    return run();
  } finally {
    world.state.restore(before);
    call.effect = false;
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import type { ReadyFault } from "../control/faults";
import { ApiError, apiError } from "../wire/errors";
import { jsonDelivery, type Answer, type Delivery } from "./answer";

/** A call that meets a fault. */
export interface FaultedCall {
  /** Carries the call out and gives its answer. */
  run(): Answer;
  /** Gives the same answer without the effect. */
  rehearse(): Answer;
  /** An error in the API's own form. */
  refuse(error: ApiError): Answer;
  /** Ends the wait of a slow answer. */
  closing: AbortSignal;
}

const BAD_GATEWAY = [
  "<html>\r\n<head><title>502 Bad Gateway</title></head>",
  "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>",
  "</html>\r\n",
].join("\r\n");

/** Carries a call out, or not, and answers it as the fault demands. docs/simulator.md describes each kind. */
export async function answerUnderFault(fault: ReadyFault, call: FaultedCall): Promise<Delivery> {
  const own = (): Answer => (fault.afterEffect ? call.run() : call.rehearse());
  const instead = (delivery: Delivery): Delivery => {
    if (fault.afterEffect) call.run();
    return delivery;
  };
  switch (fault.kind) {
    case "slow": {
      const early = fault.afterEffect ? call.run() : undefined;
      await sleep(fault.delayMs, undefined, { signal: call.closing, ref: false }).catch(() => undefined);
      return jsonDelivery(early ?? call.run());
    }
    case "truncated":
      return halved(jsonDelivery(own()));
    case "wrongTypes":
      return jsonDelivery(withWrongTypes(own()));
    case "throttle":
      return instead(jsonDelivery(call.refuse(apiError("TooManyRequests"))));
    case "http503":
      return instead(jsonDelivery(call.refuse(apiError("ServiceUnavailable"))));
    case "html502":
      return instead({ do: "send", status: 502, contentType: "text/html", text: BAD_GATEWAY, code: null });
    case "error": {
      const { code, status, message } = apiError(fault.code ?? "", fault.message);
      return instead(jsonDelivery(call.refuse(new ApiError(code, fault.statusCode ?? status, message))));
    }
    case "reset":
    case "resetAfterEffect":
      return instead({ do: "cut" });
  }
}

/** Half of the body, with a content-length that fits the half: valid HTTP around broken JSON. */
function halved(delivery: Delivery): Delivery {
  if (delivery.do === "cut") return delivery;
  return { ...delivery, text: delivery.text.slice(0, Math.floor(delivery.text.length / 2)) };
}

const WRONG: Record<string, (value: unknown) => unknown> = {
  Status: () => 3,
  Id: () => 66599,
  SliceLen: (value) => String(value),
  Interval: (value) => String(value),
  Executions: () => "none",
  SuccessExecutions: () => "none",
  TotalCount: (value) => (typeof value === "number" ? String(value) : 1),
  Jobs: () => "none",
  UrlCount: (value) => String(value),
};

/** The same answer with values of the wrong type: a status that is a number, a list that is a text, and so on. */
function withWrongTypes({ status, body }: Answer): Answer {
  const wrong = Object.entries(body).map(([name, value]): [string, unknown] => {
    const damage = WRONG[name];
    return [name, damage === undefined ? value : damage(value)];
  });
  return { status, body: Object.fromEntries(wrong) };
}

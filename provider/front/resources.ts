import type { EsaClient } from "../esa/client";
import type { Account } from "../esa/connection";
import type { Clock } from "../esa/sending/clock";
import type { Others } from "../resources/declaration";
import { Declarations } from "../resources/declarations";
import { jobMethods } from "../resources/job/methods";
import { LivePreview } from "../resources/livePreview";
import { planMethods } from "../resources/plan/methods";
import * as failures from "../run/failures";
import { Progress } from "../run/progress";
import { Sessions } from "../run/session";
import type { ConfigReader } from "../settings";

const livePreviewKey = "esaPreload:livePreview";

export interface Surroundings {
  /** Makes the client; called on the first method that needs the API, so that check and diff stay offline. */
  readonly connect: (config: ConfigReader, account: Account) => Promise<EsaClient>;
  readonly config: ConfigReader;
  readonly clock: Clock;
  readonly print: (line: string) => void;
  readonly others?: Others | undefined;
}

/** The methods of one process. They share the clients, their Lists, and what the run declares. */
export function resourcesIn({ connect, config, clock, print, others }: Surroundings) {
  const sessions = new Sessions({
    connect: (account) => connect(config, account),
    clock,
    progress: new Progress(clock, print),
    report: (id, text) => print(`${id}: ${text}`),
  });
  const live = new LivePreview(sessions, () => isOn(config(livePreviewKey)));
  const shared = { sessions, declarations: new Declarations(others), live };
  return { plans: planMethods(shared), jobs: jobMethods(shared), sessions };
}

function isOn(setting: string | undefined): boolean {
  if (setting === undefined || setting === "" || setting === "false") return false;
  if (setting === "true") return true;
  throw failures.notBoolean(livePreviewKey, setting);
}

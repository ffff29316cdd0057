import type { Account } from "../esa/connection";
import type { EsaClient } from "../esa/client";
import type { Clock } from "../esa/sending/clock";
import { Declarations } from "../resources/declarations";
import { jobMethods } from "../resources/job/methods";
import { LivePreview } from "../resources/livePreview";
import { planMethods } from "../resources/plan/methods";
import * as failures from "../run/failures";
import { Progress } from "../run/progress";
import { Sessions } from "../run/session";
import type { ConfigReader } from "../settings";
import { dynamicProvider, type DynamicProvider } from "./provider";

const livePreviewKey = "esaPreload:livePreview";

export interface ProvidersOptions {
  /** Makes the client; called on the first method that needs the API, so that check and diff stay offline. */
  readonly connect: (config: ConfigReader, account: Account) => Promise<EsaClient>;
  /** A host configures each provider that it meets before any other call. */
  readonly onConfigure?: () => void;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

export type Providers = Readonly<Record<"plans" | "jobs", DynamicProvider>>;

/** The providers of one host. They share the clients, their Lists, and what the run declares. */
export function createProviders({ connect, onConfigure, clock, print }: ProvidersOptions): Providers {
  let config: ConfigReader = () => undefined;
  // The host uses a provider before this is awaited: no I/O here.
  const configure: DynamicProvider["configure"] = (request) => {
    onConfigure?.();
    config = (key) => request.config.get(key);
    return Promise.resolve();
  };
  const sessions = new Sessions({
    connect: (account) => connect(config, account),
    clock,
    progress: new Progress(clock, print),
    report: (id, text) => print(`${id}: ${text}`),
  });
  const live = new LivePreview(sessions, () => isOn(config(livePreviewKey)));
  const shared = { sessions, declarations: new Declarations(), live };
  return {
    plans: dynamicProvider(planMethods(shared), configure),
    jobs: dynamicProvider(jobMethods(shared), configure),
  };
}

function isOn(setting: string | undefined): boolean {
  if (setting === undefined || setting === "" || setting === "false") return false;
  if (setting === "true") return true;
  throw failures.notBoolean(livePreviewKey, setting);
}

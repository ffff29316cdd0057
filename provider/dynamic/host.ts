import type { EsaClient } from "../esa/client";
import type { Clock } from "../esa/sending/clock";
import * as failures from "../run/failures";
import { createJobStateProvider } from "../resources/job/methods";
import { LivePreview, livePreviewKey } from "../resources/livePreview";
import { Operations } from "../run/session";
import type { Account } from "../settings";
import { createPlanStateProvider, type DynamicProvider } from "../resources/plan/methods";

/** Reads a key of the stack configuration, such as `alicloud:region`; undefined when it isn't set. */
export type ConfigReader = (key: string) => string | undefined;

/** What the providers need from outside. */
export interface ProvidersOptions {
  /** Makes the client; called on the first hook that needs the API, so that check and diff stay offline. */
  readonly connect: (config: ConfigReader, account: Account) => Promise<EsaClient>;
  readonly clock: Clock;
  /** Shows one line to the user. */
  readonly print: (line: string) => void;
}

/** One provider for each kind of resource. They share the client, its Lists, and what the run declares. */
export interface Providers {
  readonly plans: DynamicProvider;
  readonly jobs: DynamicProvider;
}

/** The providers of one host. */
export function createProviders({ connect, ...options }: ProvidersOptions): Providers {
  let config: ConfigReader = () => undefined;
  const operations = new Operations({ ...options, connect: (account) => connect(config, account) });
  // The host uses a provider before this is awaited: no I/O here.
  const configure: DynamicProvider["configure"] = (request) => {
    config = (key) => request.config.get(key);
    return Promise.resolve();
  };
  const live = new LivePreview(operations, () => isLive(config(livePreviewKey)));
  return {
    plans: createPlanStateProvider(operations, live, configure),
    jobs: createJobStateProvider(operations, live, configure),
  };
}

/** @throws EsaError for what is neither true nor false. */
function isLive(setting: string | undefined): boolean {
  if (setting === undefined || setting === "" || setting === "false") return false;
  if (setting === "true") return true;
  throw failures.notBoolean(livePreviewKey, setting);
}

import { resourcesIn, type Surroundings } from "../front/resources";
import type { ConfigReader } from "../settings";
import { dynamicProvider, type DynamicProvider } from "./provider";

export interface ProvidersOptions extends Omit<Surroundings, "config"> {
  /** A host configures each provider that it meets before any other call. */
  readonly onConfigure?: () => void;
}

export type Providers = Readonly<Record<"plans" | "jobs", DynamicProvider>>;

/** The providers of one host. */
export function createProviders({ onConfigure, ...surroundings }: ProvidersOptions): Providers {
  let config: ConfigReader = () => undefined;
  // The host uses a provider before this is awaited: no I/O here.
  const configure: DynamicProvider["configure"] = (request) => {
    onConfigure?.();
    config = (key) => request.config.get(key);
    return Promise.resolve();
  };
  const { plans, jobs } = resourcesIn({ ...surroundings, config: (key) => config(key) });
  return { plans: dynamicProvider(plans, configure), jobs: dynamicProvider(jobs, configure) };
}

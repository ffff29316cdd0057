import {
  CustomResource,
  RunError,
  type CustomResourceOptions,
  type Inputs,
  type Output,
  type Resource,
} from "@pulumi/pulumi";

import { handlerKey, ownerKey } from "../dynamic/handler";
import type { Account } from "../esa/connection";
import { defaultTimeoutSeconds, defaultWhenWaiting } from "../run/decide";
import { requireInstallation } from "./installation";

/** What every resource of a kind is registered with. */
export interface Registration {
  readonly type: string;
  readonly handler: string;
  /** The names of its outputs, which a program can then use before they are known. */
  readonly outputs: readonly string[];
}

/**
 * The properties of a resource for Pulumi's registration.
 * @throws RunError where Pulumi's provider host would not find this package, or would be another one than that of the
 * stack's other resources.
 */
export function propertiesOf(
  { type, handler, outputs }: Registration,
  name: string,
  args: object,
  options: CustomResourceOptions | undefined,
): Inputs {
  requireInstallation();
  const providers = [options?.provider, options?.parent?.getProvider(type)];
  refuseOwnProcess(name, { ...options, provider: providers.find((one) => typeOf(one) === nodejsProvider) });
  return {
    ...Object.fromEntries(outputs.map((output) => [output, undefined])),
    ...args,
    [handlerKey]: handler,
    ...(options?.id === undefined && { [ownerKey]: ownerOf(name, options?.parent) }),
  };
}

const nodejsProvider = "pulumi:providers:pulumi-nodejs";

const makeAnotherHost = ["provider", "version", "pluginDownloadURL"] as const;

/** @throws RunError for options that give a resource another provider host than the stack's other resources have. */
function refuseOwnProcess(name: string, options: { [Name in (typeof makeAnotherHost)[number]]?: unknown }): void {
  const option = makeAnotherHost.find((one) => options[one] !== undefined);
  if (!option) return;
  const what = option === "provider" ? "an explicit provider for pulumi-nodejs" : `the option "${option}"`;
  throw new RunError(
    `"${name}" of pulumi-esa-preload cannot have ${what}: it would run in a process ` +
      "of its own, which doesn't know what the stack's other resources declare, and could stop a plan that one of " +
      `them declares running. Leave out the option "${option}"; for another account, give the arguments profile or roleArn.`,
  );
}

/** What a transformation may have done to a resource since {@link propertiesOf}; throws as that does. */
export function assertCommonProcess(resource: Resource, name: string): void {
  const { __prov, __version, __pluginDownloadURL } = resource as unknown as Record<string, unknown>;
  const provider = typeOf(__prov) === nodejsProvider ? __prov : undefined;
  refuseOwnProcess(name, { provider, version: __version, pluginDownloadURL: __pluginDownloadURL });
}

/**
 * Gives the outputs of arguments that have a default their value where the state has none, for it doesn't store them.
 * Only when they are asked for: an Output costs a program of many resources time.
 */
export function fillInDefaults(resource: Resource, { id }: CustomResourceOptions = {}): void {
  if (id !== undefined) return;
  const defaults = { whenWaiting: defaultWhenWaiting, timeoutSeconds: defaultTimeoutSeconds };
  for (const [name, value] of Object.entries(defaults)) {
    const stored = (resource as unknown as Record<string, Output<unknown>>)[name];
    Object.defineProperty(resource, name, { enumerable: true, get: () => stored?.apply((given) => given ?? value) });
  }
}

/** Unique among the resources of its type, as the URN is: the name after the types of the parents. */
function ownerOf(name: string, parent: Resource | undefined): string {
  const types: string[] = [];
  for (let above = parent; above; above = (above as { __parentResource?: Resource }).__parentResource) {
    const type = typeOf(above);
    if (type !== undefined && type !== "pulumi:pulumi:Stack") types.unshift(type);
  }
  return [...types, name].join("$");
}

function typeOf(resource: unknown): string | undefined {
  return (resource as { __pulumiType?: string } | undefined)?.__pulumiType;
}

/** Whether a value is a resource of a kind, also of another copy of this package. */
export function isOfKind(value: unknown, { type }: Registration): boolean {
  return CustomResource.isInstance(value) && typeOf(value) === type;
}

/** As whom a resource is read that is only read, and its other options. */
export function splitOptions({ profile, roleArn, ...options }: CustomResourceOptions & Account = {}) {
  return { account: { profile, roleArn }, options };
}

import type { EsaError } from "../esa/errors/error";
import type { Limiting } from "../run/session";

/** Arguments or outputs by their names, as a front hands them over: nothing of it is trusted. */
export type Properties = Readonly<Record<string, unknown>>;

/** Stands for a value that is not known before the program is carried out. */
export const unknown: unique symbol = Symbol("unknown");

/** A kind of resource: its name, the names of its arguments, and those that must be given. */
export interface ResourceKind {
  readonly name: string;
  /** The argument that says what it is about: another value replaces the resource. */
  readonly subject: "planId" | "jobId";
  readonly names: readonly string[];
  readonly required: readonly string[];
  /** The names of the outputs beside the arguments, and of those that are learned: what only the service knows. */
  readonly observed: readonly string[];
  /** Those of them that a create or update changes. */
  readonly changing: readonly string[];
}

/** What a front says of one call of a method. */
export interface Call extends Pick<Limiting, "timeoutSeconds" | "signal"> {
  /** Which resource the call is about, by a name that no other resource of its kind has; where the front knows it. */
  readonly owner?: string | undefined;
  /** Whether nothing may be carried out; undefined where the front isn't told. */
  readonly preview?: boolean | undefined;
}

/** A resource as the state has it. */
export interface Stored {
  readonly id: string;
  /** The arguments that were given; undefined for a resource that is only read. */
  readonly inputs: Properties | undefined;
  readonly outputs: Properties;
}

export interface ArgumentFailure {
  readonly property: string;
  readonly reason: string;
}

export interface Change {
  readonly argument: string;
  /** Whether another resource takes the place of this one. */
  readonly replaces: boolean;
}

/** What is no longer there, for certain. */
export const Gone = Symbol("gone");
export type Gone = typeof Gone;

/** A failure after which the resource is other than before: `outputs` hold what was observed, never what was wished. */
export class PartialFailure<Outputs = object> extends Error {
  constructor(
    readonly error: EsaError,
    readonly id: string,
    readonly outputs: Outputs,
  ) {
    super(error.message);
  }
}

/**
 * What a kind of resource does; it knows neither Pulumi nor which front it serves.
 *
 * Every method may throw EsaError: nothing has changed then. Only create and update throw {@link PartialFailure}.
 */
export interface ResourceMethods<Inputs, Outputs> {
  readonly kind: ResourceKind;
  /** Checks arguments, without a call; `olds` are the inputs of the state, empty for a new resource. */
  check(olds: Properties, news: Properties, call: Call): Promise<{ inputs: Properties; failures: ArgumentFailure[] }>;
  /** What changes; without a call, too. */
  diff(stored: Stored, news: Properties, call: Call): Promise<Change[]>;
  /** In a preview: what is known of the outputs, and {@link unknown} for the others; nothing is carried out. */
  create(news: Properties, call: Call): Promise<{ id: string; outputs: Outputs }>;
  /** The resource as it is: its outputs, and the arguments that were given with what is. */
  read(stored: Stored, call: Call): Promise<{ inputs: Partial<Inputs>; outputs: Outputs } | Gone>;
  update(stored: Stored, news: Properties, call: Call): Promise<Outputs>;
  delete(stored: Stored, call: Call): Promise<void>;
  /** What is to be managed from now on, with the arguments that declare it as it is. */
  import(id: string, call: Call): Promise<{ id: string; inputs: Partial<Inputs>; outputs: Outputs } | Gone>;
}

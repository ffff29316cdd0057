import { orCancelled } from "../esa/errors/cancelled";
import { EsaError } from "../esa/errors/error";
import { ownCodes } from "../esa/errors/remedies";
import { objectIdPattern } from "../esa/wire";
import type { Plans } from "../esa/plans";
import type { Cause } from "../run/decide";
import type { Wanted } from "../run/ensure";
import * as failures from "../run/failures";
import { isGone, limitsOf, type Limits, type Session, type Sessions } from "../run/session";
import { faultsOf, type CheckedArguments } from "./check";
import type { Declaration, Subject } from "./declaration";
import type { Declarations } from "./declarations";
import type { LivePreview, Look, Prospect } from "./livePreview";
import {
  Gone,
  PartialFailure,
  unknown,
  type Call,
  type Change,
  type Properties,
  type ResourceMethods,
  type Stored,
} from "./methods";
import { withDefaults, type StoredOutputs } from "./stored";

/** What the methods of one process share. */
export interface Shared {
  readonly sessions: Sessions;
  readonly declarations: Declarations;
  readonly live: LivePreview;
}

/** What one kind of resource does in its own way. */
export interface Particulars<Inputs, Outputs, Found> extends Pick<ResourceMethods<Inputs, Outputs>, "kind"> {
  checkArguments(olds: Properties, news: Properties): CheckedArguments;
  /** @param inputs as {@link checkArguments} leaves them */
  diff(olds: Outputs, inputs: Properties): Change[];
  /** What a state tells: its outputs and, where these were spoilt by hand, its id. */
  parseState(stored: Stored): Outputs;
  /** @throws EsaError for what is no id. */
  subjectOf(olds: Outputs): Subject;
  /** What arguments declare, and the state knows of it; undefined where they are wrong, unknown, or ask for nothing. */
  declared(args: Properties, olds: Outputs | undefined): Declaration | undefined;
  /** Whether somebody wants another state now, or the same as before. */
  causeOf(olds: Outputs, inputs: Inputs): Cause;
  /** Whether what was last seen is as declared. */
  fits(olds: Outputs, inputs: Inputs): boolean;
  /** What a look shows, where there was one. */
  preview(inputs: Inputs, jobId: string | undefined, prospect: Prospect): Promise<Look<Found> | undefined>;
  /** The outputs where nothing is done. */
  unchanged(inputs: Inputs, olds: Outputs | undefined): Outputs;
  /** Leaves the plans as they were last seen, and says what is worth a line. */
  leave(inputs: Inputs, olds: Outputs, assertUncontested: Wanted["assertUncontested"]): void;
  /** Brings the plans to their declared state; a PartialFailure after a change keeps what was observed. */
  ensure(session: Session, wanted: Wanted & Subject, limits: Limits, inputs: Inputs, olds?: Outputs): Promise<Outputs>;
  find(plans: Plans, jobId: string, id: string, limits: Limits): Promise<Found | undefined>;
  /** The outputs after a read: what was recorded, with what is. */
  observed(olds: Outputs, found: Found, endpoint: string): Outputs;
  /** @param isLeft whether a plan is left to another resource; throws where that is not allowed */
  stop(session: Session, subject: Subject, limits: Limits, isLeft: (planId: string) => Promise<boolean>): Promise<void>;
  /** What was found, with the arguments that declare it as it is. */
  adopted(found: Outputs): Inputs;
}

/** The methods of a kind of resource: what is done, and in which order, is the same for a plan and for a whole job. */
export function methodsOf<Inputs extends Outputs & Properties, Outputs extends StoredOutputs, Found>(
  { sessions, declarations, live }: Shared,
  own: Particulars<Inputs, Outputs, Found>,
): ResourceMethods<Inputs, Outputs> {
  const { clock, report } = sessions.outside;

  function declarationOf(args: Properties, { owner }: Call, olds?: Outputs): Declaration | undefined {
    const declared = own.declared(args, olds);
    return declared && { ...declared, owner };
  }

  /** Whether what is declared was declared before, and is so as far as it is known. */
  const isKept = (inputs: Inputs, olds: Outputs) => own.causeOf(olds, inputs) === "kept" && own.fits(olds, inputs);

  /** What the outputs will be, as far as it is known: by the state, and by a look where one is wanted. */
  async function foresee(inputs: Inputs, call: Call, olds?: Outputs): Promise<Outputs> {
    const unchanged = own.unchanged(inputs, olds);
    const declaration = declarationOf(inputs, call, olds);
    const isKnown = inputs["desiredStatus"] !== unknown;
    if (olds && (declaration ? isKept(inputs, olds) : isKnown)) return unchanged;
    const cause = olds ? own.causeOf(olds, inputs) : "asked";
    const prospect: Prospect = { cause, looks: true, mustExist: true, allowed: call };
    const looks = declaration !== undefined && live.isWanted(call);
    const look = looks ? await orCancelled(own.preview(inputs, declaration.jobId, prospect), call.signal) : undefined;
    const { observed, changing } = own.kind;
    const seen: Properties = look ? own.observed(unchanged, look.found, "") : {};
    const known: Properties = unchanged;
    const valueOf = (name: string) =>
      changing.includes(name) && look?.acts !== false ? unknown : (seen[name] ?? known[name] ?? unknown);
    return { ...unchanged, ...Object.fromEntries(observed.map((name) => [name, valueOf(name)])) };
  }

  /** Brings about what is declared, unless it is known to be so. */
  async function carryOut(inputs: Inputs, call: Call, olds?: Outputs): Promise<Outputs> {
    if (call.preview) return foresee(inputs, call, olds);
    const declaration = declarationOf(inputs, call, olds);
    if (!declaration) return own.unchanged(inputs, olds);
    const limits = limitsOf(inputs, clock.now(), call);
    const cause = olds ? own.causeOf(olds, inputs) : "asked";
    return declarations.carryOut(declaration, async (assertUncontested) => {
      if (olds && isKept(inputs, olds) && !declarations.hasStopped(declaration)) {
        own.leave(inputs, olds, assertUncontested);
        return own.unchanged(inputs, olds);
      }
      const session = await sessions.of(inputs);
      return within(limits, own.ensure(session, { ...declaration, cause, assertUncontested }, limits, inputs, olds));
    });
  }

  async function read(stored: Stored, call: Call): ReturnType<ResourceMethods<Inputs, Outputs>["read"]> {
    const olds = own.parseState(stored);
    const subject = own.subjectOf(olds);
    if (subject.jobId === undefined) {
      if (!stored.inputs) throw failures.getWithoutJob(subject.id);
      return { inputs: stored.inputs as Partial<Inputs>, outputs: olds };
    }
    const session = await sessions.of(olds);
    const work = own.find(session.plans, subject.jobId, subject.id, limitsOf({}, clock.now(), call));
    const found = await unlessGone(orCancelled(work, call.signal), subject);
    if (!found) return goneFrom(subject, olds, session);
    const outputs = own.observed(olds, found, session.client.endpoint);
    const given = Object.keys(stored.inputs ?? {}).map((name) => [name, (outputs as Properties)[name]]);
    return { inputs: Object.fromEntries(given) as Partial<Inputs>, outputs };
  }

  return {
    kind: own.kind,

    check: async (olds, news, call) => {
      const checked = own.checkArguments(olds, news);
      const isNew = Object.keys(olds).length === 0;
      const isSame = own.kind.names.every((name) => olds[name] === checked.inputs[name]);
      const compared = isNew ? "new" : isSame ? "unchanged" : "changed";
      const found = declarations.check(declarationOf(checked.inputs, call), checked.failures, compared);
      // What exists is compared later: see diff.
      if (faultsOf(checked).length === 0 && isNew && live.isWanted(call)) {
        const inputs = checked.inputs as Inputs;
        await orCancelled(own.preview(inputs, inputs.jobId, { cause: "asked", looks: true }), call.signal);
      }
      return { inputs: checked.inputs, failures: found };
    },

    diff: async (stored, news, call) => {
      const olds = own.parseState(stored);
      const checked = own.checkArguments(olds, news);
      const declaration = declarationOf(checked.inputs, call, olds);
      const found = own.diff(olds, checked.inputs);
      const isStopped = declaration?.desiredStatus === "running" && declarations.hasStopped(declaration);
      const changes = found.length === 0 && isStopped ? [{ argument: "desiredStatus", replaces: false }] : found;
      const isReplaced = changes.some(({ replaces }) => replaces);
      if (isReplaced || !declaration || faultsOf(checked).length > 0) return changes;
      declarations.compared(declaration, changes.length === 0 ? "is" : "to come");
      if (live.isWanted(call)) {
        const inputs = checked.inputs as Inputs;
        const prospect = { cause: own.causeOf(olds, inputs), looks: !isKept(inputs, olds) };
        await orCancelled(own.preview(inputs, declaration.jobId, prospect), call.signal);
      }
      return changes;
    },

    create: async (news, call) => {
      const inputs = mustBeRight(own.checkArguments({}, news), call) as Inputs;
      const outputs = await carryOut(inputs, call);
      const isKnown = typeof inputs[own.kind.subject] === "string";
      return { id: isKnown ? own.subjectOf(inputs).id : "", outputs };
    },

    update: async (stored, news, call) => {
      const olds = own.parseState(stored);
      return carryOut(mustBeRight(own.checkArguments(olds, news), call) as Inputs, call, olds);
    },

    read,

    import: async (id, call) => {
      const parts = own.kind.subject === "planId" ? id.split(":") : [id];
      if (!parts.every((part) => objectIdPattern.test(part))) throw failures.noImportId(id, own.kind.subject);
      const found = await read({ id, inputs: undefined, outputs: {} }, call);
      if (found === Gone) return Gone;
      const { outputs } = found;
      const inputs = own.adopted(outputs);
      return { id: own.subjectOf(inputs).id, inputs, outputs: { ...outputs, ...withDefaults(inputs) } };
    },

    delete: async (stored, call) => {
      const olds = own.parseState(stored);
      const subject = own.subjectOf(olds);
      const deleted = { kind: subject.kind, owner: call.owner };
      const sleep = (ms: number) => clock.sleep(ms, call.signal);
      const heir = await declarations.heirOf(subject, deleted, sleep);
      if (heir) {
        report(subject.id, `not stopped: ${heir} declares this ${subject.kind}`);
        return;
      }
      const session = await sessions.of(olds);
      declarations.stops(subject);
      try {
        const heirOf = (id: string) => declarations.heirOf({ kind: "plan", id }, deleted, sleep);
        const isLeft = async (id: string) => (await heirOf(id)) !== undefined;
        const limits = limitsOf(olds, clock.now(), call);
        await within(limits, own.stop(session, subject, limits, isLeft));
      } catch (error) {
        if (!isGone(error)) throw error;
        goneFrom(subject, olds, session);
      }
    },
  };
}

/** The arguments of a create or update. A front calls check before; whoever has not gets its failures here. */
function mustBeRight(checked: CheckedArguments, { preview }: Call): unknown {
  const faults = preview ? checked.failures : faultsOf(checked);
  if (faults.length > 0) throw failures.invalidArguments(faults);
  return checked.inputs;
}

/** A failure advises more time by the name that the user has for it. */
async function within<T>({ setBy }: Limits, work: Promise<T>): Promise<T> {
  const inOwnWords = (error: EsaError) => error.with({ remedy: error.remedy.replaceAll("timeoutSeconds", setBy) });
  return work.catch((thrown: unknown) => {
    if (thrown instanceof EsaError) throw inOwnWords(thrown);
    if (!(thrown instanceof PartialFailure)) throw thrown;
    const { error, id, outputs } = thrown as PartialFailure;
    throw new PartialFailure(inOwnWords(error), id, outputs);
  });
}

/** What was found; undefined where the service says for certain that there is no such thing. */
async function unlessGone<T>(found: Promise<T>, { kind, id }: Subject): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isGone(error)) return undefined;
    if (error instanceof EsaError && error.code === ownCodes.cancelled) throw failures.cancelledRead(`${kind} ${id}`);
    throw error instanceof EsaError ? error.with(kind === "plan" ? { planId: id } : { jobId: id }) : error;
  }
}

/** That something is gone is believed only where it was last seen: another endpoint may only not know it. */
function goneFrom({ kind, id }: Subject, { endpoint }: StoredOutputs, { client }: Session): Gone {
  if (endpoint === undefined || endpoint === client.endpoint) return Gone;
  throw failures.goneElsewhere(`${kind} ${id}`, endpoint, client.endpoint);
}

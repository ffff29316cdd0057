import type { DynamicProvider } from "../../provider/dynamic/provider";
import type { HookFailure } from "../world/world";

type Properties = Record<string, unknown>;

/** What a stack file holds of one resource. */
export interface Saved {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Set after an init failure: the next `up` calls update, whatever diff says. */
  readonly unfinished?: boolean;
}

/** How one `up` ended. */
export interface UpResult {
  readonly saved: Saved | undefined;
  readonly failure?: HookFailure;
  /** The hooks that were called beside check. */
  readonly hooks: string[];
}

/** One `pulumi up` of one resource, as the engine does it: check, diff, then create or update, or nothing. */
export async function up(provider: DynamicProvider, saved: Saved | undefined, args: Properties): Promise<UpResult> {
  const checked = await provider.check(saved?.inputs ?? {}, args);
  if (checked.failures?.length) throw new Error(`check failed: ${JSON.stringify(checked.failures)}`);
  const inputs = { ...(checked.inputs as Properties), __provider: "the handler" };
  try {
    if (!saved) {
      const { id, outs } = await provider.create(inputs);
      return { saved: { id, inputs, outputs: { ...outs, __provider: "the handler" } }, hooks: ["create"] };
    }
    const { changes, replaces } = await provider.diff(saved.id, saved.outputs, inputs);
    if (replaces?.length) throw new Error("The plan would be replaced.");
    if (!changes && !saved.unfinished) return { saved: { ...saved, inputs }, hooks: ["diff"] };
    const { outs } = await provider.update(saved.id, saved.outputs, inputs);
    return {
      saved: { id: saved.id, inputs, outputs: { ...outs, __provider: "the handler" } },
      hooks: ["diff", "update"],
    };
  } catch (error) {
    return {
      saved: afterFailure(error as HookFailure, saved, inputs),
      failure: error as HookFailure,
      hooks: [],
    };
  }
}

/** The engine keeps what it had; after an init failure `properties`, with the new inputs of a create. */
function afterFailure(failure: HookFailure, saved: Saved | undefined, inputs: Properties): Saved | undefined {
  if (failure.id === undefined) return saved;
  return {
    id: failure.id,
    inputs: saved?.inputs ?? inputs,
    outputs: failure.properties ?? {},
    unfinished: true,
  };
}

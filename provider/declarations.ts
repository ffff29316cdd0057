import type { DesiredStatus } from "./runState";

/** What one resource declares for a plan. */
interface Declaration {
  readonly desiredStatus: DesiredStatus;
  /** Whether the resource moves here from another plan, which replaces it. */
  readonly moving: boolean;
}

/** What a resource was before this run: nothing when it is new. */
export interface Former {
  readonly planId?: string | undefined;
  readonly desiredStatus?: DesiredStatus | undefined;
}

/**
 * The plans that the present run declares, kept for the life of the provider host.
 *
 * One host serves all checks, creates, updates and deletes of one `pulumi up`. So it can tell that a plan whose old
 * resource is deleted is declared by another one (a rename without `aliases`, a replacement with the same plan), and
 * that two resources want different things of one plan. The host isn't told which resource it serves.
 */
export class Declarations {
  private readonly declared = new Map<string, readonly Declaration[]>();
  private readonly carriedOut = new Map<string, DesiredStatus>();

  /** Records what a resource declares for a plan, and what it was before. */
  declare(planId: string, desiredStatus: DesiredStatus, former: Former = {}): void {
    const others = this.declared.get(planId) ?? [];
    const superseded = others.find((other) => this.supersedes(planId, former, other));
    const moving = former.planId !== undefined && former.planId !== planId;
    this.declared.set(planId, [...others.filter((other) => other !== superseded), { desiredStatus, moving }]);
  }

  /** Records that a create or update has brought the plan to what its resource declares. */
  done(planId: string, desiredStatus: DesiredStatus): void {
    this.carriedOut.set(planId, desiredStatus);
  }

  /** Whether any resource of this run declares the plan. */
  has(planId: string): boolean {
    return this.declared.has(planId);
  }

  /** Whether the resources of this run declare different states for the plan. */
  contradictory(planId: string): boolean {
    return new Set(this.declared.get(planId)?.map(({ desiredStatus }) => desiredStatus)).size > 1;
  }

  /** Whether a declaration takes the place of another one, being the same resource's. */
  private supersedes(planId: string, former: Former, other: Declaration): boolean {
    // A resource that is replaced is checked twice: first as what it was, where ignoreChanges may hold back what is
    // declared, then as a new one with what is declared.
    if (former.planId === undefined) return other.moving;
    // A host that has carried out the former declaration itself sees the same resource move on.
    return (
      other.desiredStatus === former.desiredStatus && this.carriedOut.get(planId) === former.desiredStatus
    );
  }
}

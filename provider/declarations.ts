import type { DesiredStatus } from "./runState";

/**
 * The plans that the present run declares, kept for the life of the provider host.
 *
 * One host serves all checks, creates, updates and deletes of one `pulumi up`. So it can tell that a plan whose old
 * resource is deleted is declared by another one (a rename without `aliases`, a replacement with the same plan), and
 * that two resources want different things of one plan. The host isn't told which resource it serves.
 */
export class Declarations {
  private readonly declared = new Map<string, Set<DesiredStatus>>();
  private readonly carriedOut = new Map<string, DesiredStatus>();

  /** Records what a resource declares, and what the same resource declared `before`, where it did. */
  declare(planId: string, desiredStatus: DesiredStatus, before?: DesiredStatus): void {
    const statuses = this.declared.get(planId) ?? new Set();
    // A host that has carried out the former declaration itself sees the same resource move on.
    if (before !== undefined && this.carriedOut.get(planId) === before) statuses.delete(before);
    this.declared.set(planId, statuses.add(desiredStatus));
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
    return (this.declared.get(planId)?.size ?? 0) > 1;
  }
}

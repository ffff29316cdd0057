import type { DesiredStatus } from "../run/decide";

/** What one resource declares for a plan. */
interface Declaration {
  readonly desiredStatus: DesiredStatus;
  /** Whether the resource moves here from another plan, which replaces it. */
  readonly moving: boolean;
}

/** What a resource was before this run: nothing when it is new. */
export interface Former {
  readonly id?: string | undefined;
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
  /** By the id of a plan, or of a job that is declared as a whole: both are unique. */
  private readonly declared = new Map<string, readonly Declaration[]>();
  private readonly carriedOut = new Map<string, DesiredStatus>();

  /** Records what a resource declares for a plan, and what it was before. */
  declare(id: string, desiredStatus: DesiredStatus, former: Former = {}): void {
    const others = this.declared.get(id) ?? [];
    const superseded = others.find((other) => this.supersedes(id, former, other));
    const moving = former.id !== undefined && former.id !== id;
    this.declared.set(id, [...others.filter((other) => other !== superseded), { desiredStatus, moving }]);
  }

  /** Records that a create or update has brought the plan to what its resource declares. */
  done(id: string, desiredStatus: DesiredStatus): void {
    this.carriedOut.set(id, desiredStatus);
  }

  /** Whether any resource of this run declares the plan, or its whole job. */
  has(...ids: (string | undefined)[]): boolean {
    return ids.some((id) => id !== undefined && this.declared.has(id));
  }

  /** Whether another resource of this run declares another state for the plan, or for its whole job. */
  contradict(desiredStatus: DesiredStatus, ...ids: (string | undefined)[]): boolean {
    return ids.some((id) =>
      this.declared.get(id ?? "")?.some((other) => other.desiredStatus !== desiredStatus),
    );
  }

  /** Whether a declaration takes the place of another one, being the same resource's. */
  private supersedes(id: string, former: Former, other: Declaration): boolean {
    // A resource that is replaced is checked twice: first as what it was, where ignoreChanges may hold back what is
    // declared, then as a new one with what is declared.
    if (former.id === undefined) return other.moving;
    // A host that has carried out the former declaration itself sees the same resource move on.
    return other.desiredStatus === former.desiredStatus && this.carriedOut.get(id) === former.desiredStatus;
  }
}

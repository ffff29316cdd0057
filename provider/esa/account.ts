/** Another account than the stack's, as a resource or a query names it. Nothing of it is secret. */
export interface Account {
  /** A profile of the shared credentials file, in place of the stack's credentials and role. */
  readonly profile?: string | undefined;
  /** The role to assume, in place of the stack's. */
  readonly roleArn?: string | undefined;
}

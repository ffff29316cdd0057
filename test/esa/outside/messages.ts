/** Opens a client: the whole environment of the process, and the stack configuration. */
export interface Open {
  readonly do: "open";
  readonly env: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
  /** Where what is meant for ECS's metadata server goes instead; its address is fixed in the SDK. */
  readonly metadata?: string | undefined;
}

/** Lists a job, as often as is said, all at once. */
export interface List {
  readonly do: "list";
  readonly times: number;
}

export type Command = Open | List;

/** What became of one List. */
export type Result =
  | { readonly plans: number }
  | {
      readonly code: string;
      readonly message: string;
      /** Everything that the error holds, as a log would show it. */
      readonly all: string;
    };

/** The status of a plan, in ESA's words. Source: the API reference of StopScheduledPreloadExecution. */
export type PlanStatus = "waiting" | "running" | "finished" | "failed" | "stopped";

/** A prefetch plan as ESA answers it. Times are ISO 8601 with an offset, `Interval` is in seconds. */
export interface Plan {
  Id: string;
  JobId: string;
  AliUid: string;
  StartTime: string;
  EndTime: string;
  Interval: number;
  SliceLen: number;
  Status: PlanStatus;
}

/** A prefetch task as ESA answers it. Source: the model of GetScheduledPreloadJob in the official SDK. */
export interface Job {
  Id: string;
  SiteId: number;
  AliUid: string;
  Name: string;
  InsertWay: "textBox" | "oss";
  TaskType: string;
  CreatedAt: string;
  Domains: string;
  ErrorInfo: string;
  FailedFileOss: string;
  FileId: string;
  UrlCount: number;
  UrlSubmitted: number;
  TaskSubmitted: number;
}

/** The fields of a plan that a seed or `putPlan` may give: the wire's names, or the same with a lower first letter. */
export interface PlanFields extends Partial<Plan> {
  id?: string;
  jobId?: string;
  aliUid?: string;
  startTime?: string;
  endTime?: string;
  interval?: number;
  sliceLen?: number;
  status?: PlanStatus;
}

/** The fields of a job that a seed may give. `UrlList` (one URL a line) sets `UrlCount` and `Domains`. */
export interface JobFields extends Partial<Job> {
  /** Part of List's answer; counted, so that a value given here is ignored. */
  ExecutionCount?: number;
  UrlList?: string;
  OssUrl?: string;
}

/** What the simulator holds when it starts, and again after a reset. `executions` is another name for `plans`. */
export interface Seed {
  jobs?: JobFields[];
  plans?: PlanFields[];
  executions?: PlanFields[];
}

/** An Alibaba Cloud account with one access key. With a `securityToken` the key is a temporary (STS) one. */
export interface Account {
  accessKeyId: string;
  accessKeySecret: string;
  aliUid: string;
  securityToken?: string;
}

/** How Stop (and Start of a finished plan) answers where the documents do not say: an error, or the plan as it is. */
export type WhenNotRunning = "refuse" | "unchanged";

/** How a simulator behaves. Everything has a default. */
export interface SimulatorOptions {
  /** TCP port on 127.0.0.1. Default 0: any free one. */
  port?: number;
  /** Jobs and plans to begin with, or only a list of plans. */
  seed?: Seed | PlanFields[];
  /** Calls per second and account, in real time; also the burst. Default: no limit. */
  qps?: number;
  /** The virtual time at the start, ISO 8601. Default: the real time. */
  now?: string;
  /** Default "refuse". */
  stopWhenNotRunning?: WhenNotRunning;
  /** Virtual seconds between an accepted Start and `running`. Default 1. */
  startDelaySeconds?: number;
  /** Virtual seconds between an accepted Stop and `stopped`; the plan is `running` meanwhile. Default 0. */
  stopDelaySeconds?: number;
  /** Virtual seconds for which a new plan is missing in List. Default 0. */
  listLagSeconds?: number;
  /** How many jobs a site can have. Default 100. */
  maxJobsPerSite?: number;
  /** Further accounts beside the default one. */
  accounts?: Account[];
}

/** The options that can be changed while the simulator runs. `qps: null` takes the limit away. */
export interface LiveOptions {
  stopWhenNotRunning?: WhenNotRunning;
  qps?: number | null;
  startDelaySeconds?: number;
  stopDelaySeconds?: number;
  listLagSeconds?: number;
}

/** The kinds of faults that can be added. docs/simulator.md says what each does. */
export type FaultKind =
  "throttle" | "http503" | "html502" | "truncated" | "reset" | "resetAfterEffect" | "slow" | "wrongTypes" | "error";

/** A fault for the next authenticated calls; faults apply in the order in which they were added. */
export interface Fault {
  kind: FaultKind;
  /** Only calls of this action. Default: every action. */
  action?: string;
  /** For how many calls. Default 1. */
  times?: number;
  /** The error code of kind "error". */
  code?: string;
  /** The HTTP status of kind "error". Default: the one that belongs to the code, else 400. */
  statusCode?: number;
  /** The message of kind "error". Default: the one that belongs to the code. */
  message?: string;
  /** Real milliseconds before the answer, for kind "slow". Default 5000. */
  delayMs?: number;
  /** Whether the call takes effect although it is answered this way. Each kind has its own default. */
  afterEffect?: boolean;
}

/** One API call as the simulator saw it. */
export interface Call {
  /** The action that the call names, in x-acs-action or in the parameter Action; null when it names none. */
  action: string | null;
  method: string;
  query: { [name: string]: string };
  /** The parsed form or JSON body, or null when there was none. */
  body: { [name: string]: unknown } | null;
  /** The HTTP status that was answered; null while the answer is pending and when the connection was cut. */
  status: number | null;
  /** The error code that was answered, if any. */
  code: string | null;
  /** The virtual time, ISO 8601. */
  time: string;
  accessKeyId: string | null;
  userAgent: string | null;
  /** Whether the call changed what the simulator holds. */
  effect: boolean;
}

/** A running simulator. */
export interface Simulator {
  /** Such as "http://127.0.0.1:43210". */
  readonly url: string;
  /** Such as "127.0.0.1:43210". */
  readonly endpoint: string;
  /** The default account's key; a test value, valid nowhere else. */
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** All plans of all accounts as they are now. */
  plans(): Plan[];
  /** All jobs of all accounts. */
  jobs(): Job[];
  /** Changes a plan, or creates it, and its job, when it is not there. Throws on an unknown field or a wrong type. */
  putPlan(id: string, fields: PlanFields): Plan;
  /** Changes a job, or creates it when it is not there. */
  putJob(id: string, fields: JobFields): Job;
  /** Removes a plan; false when there was none. */
  deletePlan(id: string): boolean;
  /** Removes a job and its plans; false when there was none. */
  deleteJob(id: string): boolean;
  /** The API calls so far, oldest first. */
  calls(): Call[];
  clearCalls(): void;
  /** Moves the virtual clock forward. */
  advanceClock(seconds: number): void;
  /** The virtual time. */
  now(): Date;
  addFault(fault: Fault): void;
  clearFaults(): void;
  setStopWhenNotRunning(value: WhenNotRunning): void;
  /** Calls per second and account; null takes the limit away. */
  setQps(qps: number | null): void;
  setOptions(options: LiveOptions): void;
  /** Back to the seed: plans, jobs, faults, calls, clock, nonces, rate and options. */
  reset(): void;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/** Codes that no service sends: this package's own names for what the transport or an answer did. */
export const ownCodes = {
  unreachable: "EndpointUnreachable",
  proxyUnreachable: "ProxyUnreachable",
  proxyRefused: "ProxyRefused",
  connectionBroken: "ConnectionBroken",
  timeout: "RequestTimeout",
  unreadable: "UnreadableAnswer",
  tls: "TlsVerificationFailed",
  unexpected: "UnexpectedFailure",
  credentials: "CredentialsUnavailable",
  incompleteList: "IncompleteList",
  planAbsent: "PlanNotFound",
  planWaiting: "PlanWaiting",
  planElsewhere: "PlanInOtherJob",
  goneElsewhere: "GoneAtOtherEndpoint",
  unknownStatus: "UnknownStatus",
  notReached: "StateNotReached",
  cancelled: "Cancelled",
  conflict: "ConflictingDeclarations",
  settings: "InvalidConfiguration",
} as const;

const permission =
  "Check that the credentials belong to the account of the plan and are allowed to call ESA's scheduled preload operations.";
const token = "Get a new STS token: this one is malformed, has expired or belongs to another access key.";
const clock = "Correct this machine's clock: it is more than 15 minutes off.";
const throttled = "Run the command again, later or with a larger timeoutSeconds; what was done is kept.";
const service =
  "The service had a temporary fault. Run the command again; if it persists, give the request ID to Alibaba Cloud's support.";
const proxy =
  "Check HTTPS_PROXY, including the user and password in it, or list the endpoint in NO_PROXY to call it directly.";
const network = "Check the network, alicloud:endpoints and alicloud:region, then run the command again.";

/**
 * What a user does next, for each code. A trailing `*` stands for every code that begins so.
 *
 * Sources: the error table of StopScheduledPreloadExecution (the first ten), Alibaba Cloud's common gateway codes,
 * and this package's own.
 */
export const remedies: Readonly<Record<string, string>> = {
  "InvalidEndTime.Mismatch": "Correct the plan: its EndTime is before its StartTime.",
  "InvalidJob.JobCountOfSiteFull": "Delete prefetch tasks of the site that are no longer needed.",
  "InvalidParameter.ObjectId": "Check planId and jobId: ESA takes 24 hexadecimal digits.",
  MissingOssUrl: "Give the job an OSS object that lists its URLs.",
  MissingUrlList: "Give the job a list of URLs.",
  TooManyRequests: throttled,
  "InvalidUid.PermissionDenied": permission,
  "InvalidJob.NotFound":
    "Check jobId and alicloud:region: the job may have been deleted, or be at ESA's other endpoint.",
  LogNotFound: "Check planId and jobId. ESA has no log for them, which does not mean that the plan is gone.",
  "InvalidExecution.NotFound":
    "Check planId and alicloud:region: the plan may have been deleted, or be at ESA's other endpoint.",

  "Throttling*": throttled,
  ServiceUnavailable: service,
  InternalError: service,
  "InvalidAccessKeyId*": "Check the access key: it does not exist or is disabled.",
  SignatureDoesNotMatch: "Check the secret key: it does not belong to the access key.",
  "InvalidSecurityToken*": token,
  MissingSecurityToken:
    "Set the STS token of this access key too: alicloud:securityToken or ALIBABA_CLOUD_SECURITY_TOKEN.",
  IllegalTimestamp: clock,
  "InvalidTimeStamp*": clock,
  SignatureNonceUsed: "A request was delivered twice (a proxy that repeats requests?). Run the command again.",
  "Forbidden*": permission,
  "NoPermission*": permission,
  "InvalidAction.NotFound":
    "Check alicloud:endpoints: this host does not offer the operation. ESA's endpoints are esa.cn-hangzhou.aliyuncs.com and esa.ap-southeast-1.aliyuncs.com.",

  [ownCodes.unreachable]: network,
  [ownCodes.proxyUnreachable]: proxy,
  [ownCodes.proxyRefused]: proxy,
  [ownCodes.connectionBroken]: network,
  [ownCodes.timeout]:
    "Check the network, alicloud:endpoints and alicloud:region; or allow more time with timeoutSeconds. Then run the command again.",
  [ownCodes.unreadable]:
    "The answer did not come from ESA (a proxy, or the wrong endpoint?). Check alicloud:endpoints, then run the command again.",
  [ownCodes.tls]:
    "Check alicloud:endpoints and the machine's certificates (NODE_EXTRA_CA_CERTS for a private certificate authority). For plain HTTP, such as a simulator's, put http:// before the host.",
  [ownCodes.credentials]:
    "Set alicloud:accessKey and alicloud:secretKey, alicloud:profile, or one of Alibaba Cloud's environment variables such as ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.",
  [ownCodes.unexpected]: "This looks like a bug in pulumi-esa-preload: please report it with this message.",
  [ownCodes.incompleteList]:
    "Run the command again. A plan that is in the state stays there until ESA says clearly that it is gone.",
  [ownCodes.planAbsent]: "Check planId and jobId; the plan may have been deleted, or belong to another job.",
  [ownCodes.planElsewhere]: "Give the plan's own job, in jobId or before the colon of the id.",
  [ownCodes.unknownStatus]: "Look for a newer version of pulumi-esa-preload.",
  [ownCodes.cancelled]: "Run the command again to continue.",
};

/** The remedy for a code; undefined for one that no document explains. */
export function remedyFor(code: string): string | undefined {
  if (Object.hasOwn(remedies, code)) return remedies[code];
  const family = Object.keys(remedies).find((key) => key.endsWith("*") && code.startsWith(key.slice(0, -1)));
  return family && remedies[family];
}

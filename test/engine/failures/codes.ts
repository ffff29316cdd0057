/** The error table of StopScheduledPreloadExecution, without TooManyRequests, which is tried again. */
export const documentedCodes = [
  "InvalidEndTime.Mismatch",
  "InvalidJob.JobCountOfSiteFull",
  "InvalidParameter.ObjectId",
  "MissingOssUrl",
  "MissingUrlList",
  "InvalidUid.PermissionDenied",
  "InvalidJob.NotFound",
  "LogNotFound",
  "InvalidExecution.NotFound",
];

/** Codes of the gateway that end a call at once. */
export const gatewayCodes = [
  "InvalidAccessKeyId.NotFound",
  "SignatureDoesNotMatch",
  "InvalidSecurityToken.Expired",
  "IllegalTimestamp",
  "Forbidden.RAM",
  "NoPermission",
  "InvalidAction.NotFound",
];

interface ErrorEntry {
  status: number;
  message: string;
}

/**
 * The ten codes of the API reference of StopScheduledPreloadExecution, with its HTTP status and its message:
 * https://www.alibabacloud.com/help/en/edge-security-acceleration/esa/api-esa-2024-09-10-stopscheduledpreloadexecution
 */
const ESA_ERRORS: Record<string, ErrorEntry> = {
  "InvalidEndTime.Mismatch": { status: 400, message: "The specified EndTime is earlier than the StartTime." },
  "InvalidJob.JobCountOfSiteFull": {
    status: 400,
    message:
      "The maximum number of prefetch tasks for the website has been reached. Delete some unwanted ones and try again.",
  },
  "InvalidParameter.ObjectId": { status: 400, message: "Invalid task ID or execution plan ID." },
  MissingOssUrl: {
    status: 400,
    message: "OssUrl missing. Specify a valid URL of the OSS object that stores URLs to prefetch.",
  },
  MissingUrlList: { status: 400, message: "Enter the URLs you want to prefetch." },
  TooManyRequests: { status: 400, message: "Too many requests.Please try again later." },
  "InvalidUid.PermissionDenied": {
    status: 403,
    message:
      "You do not have the permissions to perform this operation on this resource. Check whether the specified UID is correct and has the required permissions.",
  },
  "InvalidJob.NotFound": {
    status: 404,
    message: "The task does not exist. Check whether the task ID is correct or whether the task has been deleted.",
  },
  LogNotFound: {
    status: 404,
    message: "Failed to query the log. Check whether the task ID and execution ID are valid.",
  },
  "InvalidExecution.NotFound": {
    status: 404,
    message:
      "The execution plan does not exist. Check whether the parameters such as the execution ID, start time, and end time are correct.",
  },
};

/**
 * Codes of the gateway in front of every Alibaba Cloud product. Their names are in the products' lists of common
 * errors (such as https://help.aliyun.com/zh/polardb/client-error-codes); status and message follow the table of the
 * OpenAPI gateway where the lists differ.
 */
const GATEWAY_ERRORS: Record<string, ErrorEntry> = {
  "InvalidAction.NotFound": {
    status: 404,
    message: "Specified api is not found, please check your url and method.",
  },
  InvalidVersion: { status: 400, message: "Specified parameter Version is not valid." },
  UnsupportedHTTPMethod: { status: 400, message: "This http method is not supported." },
  MissingAccessKeyId: { status: 400, message: "AccessKeyId is mandatory for this action." },
  "InvalidAccessKeyId.NotFound": { status: 404, message: "Specified access key is not found." },
  "InvalidAccessKeyId.Inactive": { status: 400, message: "Specified access key is disabled." },
  InvalidSignatureMethod: { status: 400, message: "Specified signature method is not valid." },
  IncompleteSignature: {
    status: 400,
    message: "The request signature does not conform to Aliyun standards.",
  },
  SignatureDoesNotMatch: { status: 400, message: "Specified signature is not matched with our calculation." },
  SignatureNonceUsed: { status: 400, message: "Specified signature nonce was used already." },
  IllegalTimestamp: { status: 400, message: "Specified time stamp or date value is expired." },
  "InvalidTimeStamp.Format": {
    status: 400,
    message: "Specified time stamp or date value is not well formatted.",
  },
  "InvalidTimeStamp.Expired": { status: 400, message: "Specified time stamp or date value is expired." },
  MissingSecurityToken: { status: 400, message: "SecurityToken is mandatory for this action." },
  "InvalidSecurityToken.MismatchWithAccessKey": {
    status: 400,
    message: "Specified SecurityToken is not matched with the AccessKey.",
  },
  "InvalidSecurityToken.Expired": { status: 400, message: "Specified SecurityToken is expired." },
  "InvalidSecurityToken.Malformed": { status: 400, message: "Specified SecurityToken is malformed." },
  Throttling: { status: 400, message: "Request was denied due to request throttling." },
  "Throttling.User": { status: 400, message: "Request was denied due to user flow control." },
  "Throttling.Api": { status: 400, message: "Request was denied due to api flow control." },
  "Forbidden.RAM": {
    status: 403,
    message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
  },
  NoPermission: { status: 403, message: "You are not authorized to do this action." },
  InternalError: {
    status: 500,
    message: "The request processing has failed due to some unknown error, exception or failure.",
  },
  ServiceUnavailable: {
    status: 503,
    message: "The request has failed due to a temporary failure of the server.",
  },
};

/** Codes that we made up, because the documents do not say what the service answers. */
const OWN_ERRORS: Record<string, ErrorEntry> = {
  "InvalidExecution.StatusNotAllowed": {
    status: 400,
    message: "The status of the execution plan does not allow this operation.",
  },
};

const ERRORS: Record<string, ErrorEntry> = { ...GATEWAY_ERRORS, ...ESA_ERRORS, ...OWN_ERRORS };

/** A refusal of the API: HTTP status, code and message. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The error of a code in the table, with a message of its own where one is given; an unknown code is HTTP 400. */
export function apiError(code: string, message?: string): ApiError {
  const entry = ERRORS[code];
  return new ApiError(code, entry?.status ?? 400, message ?? entry?.message ?? code);
}

/** The gateway's `Missing{ParameterName}`: "Id is mandatory for this action." */
export function missing(parameter: string): ApiError {
  return apiError(`Missing${parameter}`, `${parameter} is mandatory for this action.`);
}

/** The gateway's `Invalid{ParameterName}`: "Specified parameter Interval is not valid." */
export function invalid(parameter: string): ApiError {
  return apiError(`Invalid${parameter}`, `Specified parameter ${parameter} is not valid.`);
}

type ErrorEntry = readonly [status: number, message: string];

/**
 * The ten codes of the API reference of StopScheduledPreloadExecution, with its HTTP status and its message:
 * https://www.alibabacloud.com/help/en/edge-security-acceleration/esa/api-esa-2024-09-10-stopscheduledpreloadexecution
 */
const ESA_ERRORS: Record<string, ErrorEntry> = {
  "InvalidEndTime.Mismatch": [400, "The specified EndTime is earlier than the StartTime."],
  "InvalidJob.JobCountOfSiteFull": [
    400,
    "The maximum number of prefetch tasks for the website has been reached. Delete some unwanted ones and try again.",
  ],
  "InvalidParameter.ObjectId": [400, "Invalid task ID or execution plan ID."],
  MissingOssUrl: [400, "OssUrl missing. Specify a valid URL of the OSS object that stores URLs to prefetch."],
  MissingUrlList: [400, "Enter the URLs you want to prefetch."],
  TooManyRequests: [400, "Too many requests.Please try again later."],
  "InvalidUid.PermissionDenied": [
    403,
    "You do not have the permissions to perform this operation on this resource. Check whether the specified UID is correct and has the required permissions.",
  ],
  "InvalidJob.NotFound": [
    404,
    "The task does not exist. Check whether the task ID is correct or whether the task has been deleted.",
  ],
  LogNotFound: [404, "Failed to query the log. Check whether the task ID and execution ID are valid."],
  "InvalidExecution.NotFound": [
    404,
    "The execution plan does not exist. Check whether the parameters such as the execution ID, start time, and end time are correct.",
  ],
};

/**
 * Codes of the gateway in front of every Alibaba Cloud product. Their names are in the products' lists of common
 * errors (such as https://help.aliyun.com/zh/polardb/client-error-codes); status and message follow the table of the
 * OpenAPI gateway where the lists differ.
 */
const GATEWAY_ERRORS: Record<string, ErrorEntry> = {
  "InvalidAction.NotFound": [404, "Specified api is not found, please check your url and method."],
  InvalidVersion: [400, "Specified parameter Version is not valid."],
  UnsupportedHTTPMethod: [400, "This http method is not supported."],
  MissingAccessKeyId: [400, "AccessKeyId is mandatory for this action."],
  "InvalidAccessKeyId.NotFound": [404, "Specified access key is not found."],
  "InvalidAccessKeyId.Inactive": [400, "Specified access key is disabled."],
  "InvalidParameter.Format": [400, "Specified parameter format is not valid."],
  InvalidSignatureMethod: [400, "Specified signature method is not valid."],
  IncompleteSignature: [400, "The request signature does not conform to Aliyun standards."],
  SignatureDoesNotMatch: [400, "Specified signature is not matched with our calculation."],
  SignatureNonceUsed: [400, "Specified signature nonce was used already."],
  IllegalTimestamp: [400, "Specified time stamp or date value is expired."],
  "InvalidTimeStamp.Format": [400, "Specified time stamp or date value is not well formatted."],
  "InvalidTimeStamp.Expired": [400, "Specified time stamp or date value is expired."],
  MissingSecurityToken: [400, "SecurityToken is mandatory for this action."],
  "InvalidSecurityToken.MismatchWithAccessKey": [400, "Specified SecurityToken is not matched with the AccessKey."],
  "InvalidSecurityToken.Expired": [400, "Specified SecurityToken is expired."],
  "InvalidSecurityToken.Malformed": [400, "Specified SecurityToken is malformed."],
  Throttling: [400, "Request was denied due to request throttling."],
  "Throttling.User": [400, "Request was denied due to user flow control."],
  "Throttling.Api": [400, "Request was denied due to api flow control."],
  "Forbidden.RAM": [403, "User not authorized to operate on the specified resource, or this API doesn't support RAM."],
  NoPermission: [403, "You are not authorized to do this action."],
  InternalError: [500, "The request processing has failed due to some unknown error, exception or failure."],
  ServiceUnavailable: [503, "The request has failed due to a temporary failure of the server."],
};

/** Codes that we made up, because the documents do not say what the service answers. */
const OWN_ERRORS: Record<string, ErrorEntry> = {
  "InvalidExecution.StatusNotAllowed": [400, "The status of the execution plan does not allow this operation."],
};

const ERRORS = new Map(Object.entries({ ...GATEWAY_ERRORS, ...ESA_ERRORS, ...OWN_ERRORS }));

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
  const [status, usual] = ERRORS.get(code) ?? [400, code];
  return new ApiError(code, status, message ?? usual);
}

/** The gateway's `Missing{ParameterName}`: "Id is mandatory for this action." */
export function missing(parameter: string): ApiError {
  return apiError(`Missing${parameter}`, `${parameter} is mandatory for this action.`);
}

/** The gateway's `Invalid{ParameterName}`: "Specified parameter Interval is not valid." */
export function invalid(parameter: string): ApiError {
  return apiError(`Invalid${parameter}`, `Specified parameter ${parameter} is not valid.`);
}

import { apiError } from "../../../simulator/wire/errors";

/** The table of the API reference of StopScheduledPreloadExecution. */
const DOCUMENTED = {
  "InvalidEndTime.Mismatch": 400,
  "InvalidJob.JobCountOfSiteFull": 400,
  "InvalidParameter.ObjectId": 400,
  MissingOssUrl: 400,
  MissingUrlList: 400,
  TooManyRequests: 400,
  "InvalidUid.PermissionDenied": 403,
  "InvalidJob.NotFound": 404,
  LogNotFound: 404,
  "InvalidExecution.NotFound": 404,
};

const GATEWAY = {
  ...{ "InvalidAccessKeyId.NotFound": 404, SignatureDoesNotMatch: 400, SignatureNonceUsed: 400, IllegalTimestamp: 400 },
  ...{ "InvalidSecurityToken.Expired": 400, "Throttling.User": 400, ServiceUnavailable: 503, InternalError: 500 },
  ...{ "Forbidden.RAM": 403, NoPermission: 403 },
};

test.each(Object.entries({ ...DOCUMENTED, ...GATEWAY }))("%s has HTTP %i and a message", (code, status) => {
  const message = expect.stringMatching(/ .*\.$/) as string;
  expect(apiError(code)).toMatchObject({ code, status, message });
});

import { apiError } from "../../../simulator/wire/errors";
import { closeAll, LIST_JOBS, start } from "../running";
import { call } from "../secondClient";

afterEach(closeAll);

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

test.each(Object.entries({ ...DOCUMENTED, ...GATEWAY }))(
  "%s: HTTP %i can be ordered, with its message",
  async (code, status) => {
    const simulator = await start();
    simulator.addFault({ kind: "error", code });
    simulator.addFault({ kind: "error", code, message: "Because." });
    const reply = await call(simulator, LIST_JOBS, { query: { SiteId: 1 } });
    expect(reply.outcome).toBe(`${status} ${code}`);
    expect(reply.json.Message).toMatch(/ .*\.$/);
    expect((await call(simulator, LIST_JOBS, { query: { SiteId: 1 } })).json).toMatchObject({ Message: "Because." });
  },
);

test("a name that objects inherit is an unknown code", () => {
  expect(apiError("constructor")).toMatchObject({ status: 400, code: "constructor", message: "constructor" });
});

import { apiError } from "../../../simulator/wire/errors";
import { closeAll, start } from "../running";
import { call } from "../secondClient";

afterEach(closeAll);

// The table of the API reference of StopScheduledPreloadExecution.
const DOCUMENTED: [status: number, code: string][] = [
  [400, "InvalidEndTime.Mismatch"],
  [400, "InvalidJob.JobCountOfSiteFull"],
  [400, "InvalidParameter.ObjectId"],
  [400, "MissingOssUrl"],
  [400, "MissingUrlList"],
  [400, "TooManyRequests"],
  [403, "InvalidUid.PermissionDenied"],
  [404, "InvalidJob.NotFound"],
  [404, "LogNotFound"],
  [404, "InvalidExecution.NotFound"],
];

const GATEWAY: [status: number, code: string][] = [
  [404, "InvalidAccessKeyId.NotFound"],
  [400, "SignatureDoesNotMatch"],
  [400, "SignatureNonceUsed"],
  [400, "IllegalTimestamp"],
  [400, "InvalidSecurityToken.Expired"],
  [400, "Throttling.User"],
  [503, "ServiceUnavailable"],
  [500, "InternalError"],
  [403, "Forbidden.RAM"],
  [403, "NoPermission"],
];

test.each([...DOCUMENTED, ...GATEWAY])("HTTP %i %s can be ordered, with its message", async (status, code) => {
  const simulator = await start();
  simulator.addFault({ kind: "error", code });
  const reply = await call(simulator, "ListScheduledPreloadJobs", { query: { SiteId: 1 } });
  expect(reply).toMatchObject({ status, json: { Code: code, HostId: simulator.endpoint } });
  expect(reply.json.Message).toMatch(/ .*\.$/);
});

test("a message of one's own can be ordered", async () => {
  const simulator = await start();
  simulator.addFault({ kind: "error", code: "Made.Up", message: "Because." });
  const reply = await call(simulator, "ListScheduledPreloadJobs", { query: { SiteId: 1 } });
  expect(reply.json).toMatchObject({ Code: "Made.Up", Message: "Because." });
});

test("a name that objects inherit is an unknown code", () => {
  expect(apiError("constructor")).toMatchObject({ status: 400, code: "constructor", message: "constructor" });
});

import * as handler from "../../provider/dynamic/handler";

test("what stands in every state never changes", () => {
  expect(handler).toMatchObject({
    handlerKey: "__provider",
    handlerSource: 'exports.handler = () => require("pulumi-esa-preload/provider");',
    jobHandlerSource: 'exports.handler = () => require("pulumi-esa-preload/provider").jobs;',
    ownerKey: "__owner",
    scheduledPreloadJobStateType: "pulumi-nodejs:dynamic/esa:ScheduledPreloadJobState",
    scheduledPreloadPlanStateType: "pulumi-nodejs:dynamic/esa:ScheduledPreloadPlanState",
  });
});

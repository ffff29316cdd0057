import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { ScheduledPreloadPlanState } from "pulumi-esa-preload";

const config = new pulumi.Config();

const job = new alicloud.esa.ScheduledPreloadJob("launch", {
  siteId: config.require("siteId"),
  scheduledPreloadJobName: "launch",
  insertWay: "textBox",
  urlList: config.require("urls"),
});

const plan = new alicloud.esa.ScheduledPreloadExecution("launch", {
  scheduledPreloadJobId: job.scheduledPreloadJobId,
  startTime: config.require("startTime"),
  endTime: config.require("endTime"),
  interval: 60,
  sliceLen: 10,
});

// It takes its ids from the plan, and so depends on it: it is created after the plan and deleted before it. Deleting it
// stops the plan, which alicloud then deletes.
const state = new ScheduledPreloadPlanState("launch", {
  planId: plan.scheduledPreloadExecutionId,
  jobId: plan.scheduledPreloadJobId,
  desiredStatus: config.getBoolean("freeze") ? "stopped" : "running",
});

export const planId = plan.scheduledPreloadExecutionId;
export const status = state.status;

import * as pulumi from "@pulumi/pulumi";
import { DesiredStatus, ScheduledPreloadPlanState } from "pulumi-esa-preload";

const config = new pulumi.Config();

const plan = new ScheduledPreloadPlanState("plan", {
  planId: config.require("planId"),
  jobId: config.require("jobId"),
  desiredStatus: config.require<DesiredStatus>("desiredStatus"),
});

export const status = plan.status;
export const startTime = plan.startTime;
export const endTime = plan.endTime;

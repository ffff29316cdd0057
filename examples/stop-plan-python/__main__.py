import pulumi
import pulumi_esa_preload as esa

config = pulumi.Config()

plan = esa.ScheduledPreloadPlanState(
    "plan",
    plan_id=config.require("planId"),
    job_id=config.require("jobId"),
    desired_status=config.get("desiredStatus") or "stopped",
)

pulumi.export("status", plan.status)
pulumi.export("startTime", plan.start_time)
pulumi.export("endTime", plan.end_time)

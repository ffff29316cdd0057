package main

import (
	"example.com/pulumi-esa-preload/sdk/go/esapreload"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		desiredStatus := settings.Get("desiredStatus")
		if desiredStatus == "" {
			desiredStatus = "stopped"
		}
		plan, err := esapreload.NewScheduledPreloadPlanState(ctx, "plan", &esapreload.ScheduledPreloadPlanStateArgs{
			PlanId:        pulumi.String(settings.Require("planId")),
			JobId:         pulumi.String(settings.Require("jobId")),
			DesiredStatus: pulumi.String(desiredStatus),
		})
		if err != nil {
			return err
		}
		ctx.Export("status", plan.Status)
		ctx.Export("startTime", plan.StartTime)
		ctx.Export("endTime", plan.EndTime)
		return nil
	})
}

import { PolicyPack } from "@pulumi/policy";

import { noRunningInFreeze } from "./freeze";

new PolicyPack("esa-preload", { policies: [noRunningInFreeze(() => new Date())] });

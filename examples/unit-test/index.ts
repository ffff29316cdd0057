import * as pulumi from "@pulumi/pulumi";

import { declareLaunch } from "./launch";

const plan = declareLaunch(new pulumi.Config().getBoolean("freeze") ?? false);

export const status = plan.status;

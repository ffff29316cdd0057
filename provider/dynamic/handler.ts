/**
 * The code that Pulumi's engine stores with each resource, as its `__provider` property.
 *
 * It is a constant, not a serialized closure: every state file holds this text, and the installed package always
 * supplies what runs. Neither this text nor the type token may ever change: both are written into users' states.
 * The dynamic provider host evaluates it in its working directory, the folder of the Pulumi program.
 */
export const handlerSource = 'exports.handler = () => require("pulumi-esa-preload/provider");';

/** The code that is stored with each {@link ScheduledPreloadJobState}; as constant as {@link handlerSource}. */
export const jobHandlerSource = 'exports.handler = () => require("pulumi-esa-preload/provider").jobs;';

/** The property under which the engine and the dynamic provider host look for {@link handlerSource}. */
export const handlerKey = "__provider";

/**
 * The input in which a resource's class tells the provider whose properties it is handed: the host doesn't say. Its value
 * is the resource's name, after the types of its parents.
 */
export const ownerKey = "__owner";

/**
 * The type token of {@link ScheduledPreloadPlanState}, for policies, aliases and transforms.
 * It is part of every URN and never changes.
 */
export const scheduledPreloadPlanStateType = "pulumi-nodejs:dynamic/esa:ScheduledPreloadPlanState";

/** The type token of {@link ScheduledPreloadJobState}; never changes either. */
export const scheduledPreloadJobStateType = "pulumi-nodejs:dynamic/esa:ScheduledPreloadJobState";

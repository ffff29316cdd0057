/**
 * ESA's scheduled preload API on loopback, for tests: `pulumi-esa-preload/testing`. See docs/simulator.md.
 *
 * @module pulumi-esa-preload/testing
 */
export { startSimulator } from "./start";
export type {
  Account,
  Call,
  Fault,
  FaultKind,
  Job,
  JobFields,
  LiveOptions,
  Plan,
  PlanFields,
  PlanStatus,
  Seed,
  Simulator,
  SimulatorOptions,
  WhenNotRunning,
} from "./types";

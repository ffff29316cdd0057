import { jobCases } from "./job";
import { planCases } from "./plan";
import { sceneOn } from "./scene";
import type { Stage } from "./subject";
import { togetherCases } from "./together";

/** What every front promises of both kinds of resources. */
export function cases(open: () => Promise<Stage>): void {
  const scene = sceneOn(open);
  describe("the resource of a plan:", () => planCases(scene));
  describe("the resource of a job:", () => jobCases(scene));
  describe("resources together:", () => togetherCases(scene));
}

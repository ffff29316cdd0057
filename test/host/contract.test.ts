import { cases } from "../contract/cases";
import { openPluginStage } from "./pluginStage";
import { openStage } from "./stage";

jest.setTimeout(60_000);

describe("the dynamic provider host:", () => cases(openStage));
describe("the plugin:", () => cases(openPluginStage));

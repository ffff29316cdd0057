import { cases } from "../contract/cases";
import { openStage } from "./stage";

jest.setTimeout(60_000);

cases(openStage);

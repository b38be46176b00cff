// What Docker asked of the engine and printed for each line of test/fixtures/object-cases.mjs, ours asks and prints.
import { describe } from "vitest";
import { replayRecordings } from "../../support/replay-objects.js";

describe("network: requests and output are Docker's, as recorded", () => replayRecordings("network"));

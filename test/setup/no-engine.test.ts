/** Stands for the tests of a project that this machine cannot run. */
import { test } from "vitest";

test.skip("needs a private engine");

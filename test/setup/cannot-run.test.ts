/** Stands for the tests of a project that this machine cannot run: engines need Linux and root, terminals node-pty. */
import { inject, test } from "vitest";

test.skip(inject("cannotRun"));

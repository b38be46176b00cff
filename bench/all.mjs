// Every row, one table: `npm run bench` (which builds first), or `node bench/all.mjs --help`. What the rows are: bench/README.md.
import { rows as context } from "./context.mjs";
import { rows as copy } from "./copy.mjs";
import { rows as logs } from "./logs.mjs";
import { rows as many } from "./many.mjs";
import { rows as template } from "./ps-template.mjs";
import { runBench } from "./run.mjs";
import { rows as running } from "./running.mjs";
import { rows as ssh } from "./ssh.mjs";
import { rows as startup } from "./startup.mjs";

// Start-up while the daemon is empty; the hundreds of containers, which nobody takes away before the daemon itself goes, last.
await runBench([startup, running, ssh, logs, copy, context, template, many]);

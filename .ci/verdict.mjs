/**
 * What the reports of vitest's JSON reporter come to.
 *
 *   verdict.mjs again REPORT        the files worth a second look, one a line
 *   verdict.mjs sum FOLDER NAME=CODE...   what failed and how, then "N passed, N failed, N skipped"; 1 when anything failed
 *
 * Engines have moods of their own: a daemon that is killed may refuse or reset, which of two comes first is chance. So what fails
 * in a few files runs once more by itself, and that decides; it is named all the same ("unsteady"), for a person to look at.
 */
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/** More files than this are no mood. */
const FEW = 3;

const [mode, where, ...runs] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const failedFiles = (report) => report.testResults.filter(({ status }) => status === "failed");

if (mode === "again") {
  const failed = failedFiles(read(where));
  if (failed.length <= FEW) for (const { name } of failed) console.log(relative("", name));
} else {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  for (const run of runs) add(sums, ...run.split("="));
  console.log(`${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`);
  process.exitCode = sums.failed > 0 ? 1 : 0;
}

/** Adds one run's counts, with its second look in the place of the files that had one. */
function add(sums, name, code) {
  let files;
  try {
    files = read(`${where}/${name}.json`).testResults;
  } catch {
    console.log(code === "124" ? `${name}: did not end in time` : `${name}: ended with ${code}, without a report`);
    sums.failed++;
    return;
  }
  const again = `${where}/${name}-again.json`;
  const second = existsSync(again) ? new Map(read(again).testResults.map((file) => [file.name, file])) : new Map();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files) {
    const last = second.get(file.name) ?? file;
    if (file.status === "failed" && last.status !== "failed") tell(`${name}: unsteady`, file);
    if (last.status === "failed") counts.failed += tell(`${name}: failed`, last);
    for (const { status } of last.assertionResults) {
      if (status === "passed") counts.passed++;
      else if (status !== "failed") counts.skipped++;
    }
  }
  // A run that failed without a failed test (an error outside of any, a limit of time) has failed all the same.
  const isExplained = files.some(({ status }) => status === "failed");
  if (counts.passed === 0 || (code !== "0" && !isExplained)) {
    console.log(code === "124" ? `${name}: did not end in time` : `${name}: ended with ${code}`);
    counts.failed++;
  }
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed`);
  for (const key of Object.keys(sums)) sums[key] += counts[key];
}

/** Prints a file's failed tests; the count of them. A file that cannot be loaded has none to fail, and counts as one. */
function tell(what, { name, message, assertionResults }) {
  const failed = assertionResults.filter(({ status }) => status === "failed");
  const causes = failed.length > 0 ? failed : [{ fullName: "", failureMessages: [message] }];
  for (const { fullName, failureMessages } of causes) {
    console.log(`${what}: ${relative("", name)} ${fullName}\n${failureMessages.join("\n").slice(0, 2000).replace(/^/gm, "    ")}`);
  }
  return causes.length;
}

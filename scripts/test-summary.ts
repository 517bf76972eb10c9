/** Prints what became of the tests in one line, from Vitest's JSON report; a test that was skipped without leave is a failure. */
import { readFileSync } from 'node:fs';

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Full names of tests that may be skipped, each with its reason in a comment. */
const MAY_SKIP: readonly string[] = [];

const path = process.argv[2];
if (!path) throw new Error('Usage: node scripts/test-summary.ts REPORT.json');
// Vitest's own report, whose shape is Jest's.
const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
const tests = report.testResults.flatMap((file) => file.assertionResults);
const passed = tests.filter((test) => test.status === 'passed').length;
const failed = tests.filter((test) => test.status === 'failed');
const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
const unexpected = skipped.filter((test) => !MAY_SKIP.includes(test.fullName));

for (const test of failed) process.stdout.write(`failed: ${test.fullName}\n`);
for (const test of skipped) process.stdout.write(`skipped: ${test.fullName}\n`);
process.stdout.write(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped\n`);
process.exitCode = passed > 0 && failed.length === 0 && unexpected.length === 0 ? 0 : 1;

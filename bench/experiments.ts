/** `npm run bench:experiments`: what results take after a million answers, the counting of them, and what being in an experiment adds to the first token. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { keepSection } from '../scripts/keep-section.ts';
import { measureAssignment, toRows } from './assignment.ts';
import { LOOKS, measureResults } from './experiment-results.ts';

const USAGE = `npm run bench:experiments -- --database postgresql://... [--answers 1000000] [--questions 300] [--write]

  --database URL   PostgreSQL; uses schemas of its own, "tradistry_bench_..."
  --answers N      of as many users as a tenth of it (1000000)
  --questions N    to each of three servers, one without an experiment, another one, one with (300)
  --write          keep the figures in docs/capacity.md
`;
const MACHINE = `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}`;

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    answers: { type: 'string', default: '1000000' },
    questions: { type: 'string', default: '300' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help || !values.database) process.stdout.write(USAGE);
else await bench(values.database);

async function bench(url: string): Promise<void> {
  const sections = {
    assignment: await measureFirst(url, Number(values.questions)),
    experiments: await measureCounting(url, Number(values.answers)),
  };
  for (const [name, said] of Object.entries(sections)) {
    process.stdout.write(said);
    if (values.write) keepSection('docs/capacity.md', name, said);
  }
}

async function measureFirst(url: string, questions: number): Promise<string> {
  tell(`${questions} questions to each of three servers ...`);
  return `PostgreSQL, ${MACHINE}.\n\n| | |\n|---|---|\n${toRows(await measureAssignment(url, questions))}`;
}

async function measureCounting(url: string, answers: number): Promise<string> {
  const { perSecond, longestBatchMs, worstLookMs } = await measureResults(url, answers, tell);
  return `${answers.toLocaleString('en-US')} answers of ${Math.ceil(answers / 10).toLocaleString('en-US')} users, PostgreSQL, ${MACHINE}.

| | |
|---|---|
| results, the slowest of ${LOOKS} looks | ${worstLookMs.toFixed(0)} ms |
| counting, beside everything else | ${perSecond.toFixed(0)} answers/s, the longest transaction ${longestBatchMs.toFixed(0)} ms |
`;
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

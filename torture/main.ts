/** `npm run torture`: kills everything a turn depends on, at random moments, and looks whether anything was lost or doubled. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Tortured, torture } from './lanes.ts';
import { MODES, type Mode } from './plan.ts';
import { describeRun, summarise, toRow, writeTable } from './report.ts';

const USAGE = `npm run torture [-- --seed S] [--runs N] [--mode MODE] [--lanes L] [--write]

  --seed S     of the first run; the next ones count up (a new one each day)
  --runs N     runs in each mode, 8 turns each (4)
  --mode MODE  ${MODES.join(', ')}; all of them, one after the other, without it
  --lanes L    so many runs side by side, each with servers and databases of its own (2)
  --write      keep the table in docs/reliability.md

Chooses what to kill and when by the seed alone; how the machine schedules it all is its own.
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string', default: '4' },
    mode: { type: 'string' },
    lanes: { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(USAGE);
else process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  const seed = toNumber('seed', values.seed ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''));
  const options = { seed, runs: toNumber('runs', values.runs), lanes: toNumber('lanes', values.lanes) };
  const modes = values.mode ? [toMode(values.mode)] : MODES;
  let good = true;
  for (const mode of modes) {
    tell(`${mode}: ${options.runs} runs from seed ${seed}, ${options.lanes} at a time ...`);
    const from = performance.now();
    const tortured = await torture({ ...options, mode, onRun: (result) => tell(describeRun(mode, result)) });
    const row = toRow(mode, tortured, { ...options, seconds: (performance.now() - from) / 1000 });
    process.stdout.write(summarise(row, tortured.violations));
    if (tortured.violations.length > 0) keepEvidence(mode, tortured);
    good &&= tortured.violations.length === 0;
    if (values.write) writeTable(row);
  }
  return good;
}

function toNumber(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number above 0.`);
  return number;
}

function toMode(value: string): Mode {
  const mode = MODES.find((each) => each === value);
  if (!mode) throw new Error(`--mode takes one of ${MODES.join(', ')}.`);
  return mode;
}

function keepEvidence(mode: Mode, { violations }: Tortured): void {
  mkdirSync('.torture', { recursive: true });
  writeFileSync(`.torture/${mode}.json`, JSON.stringify(violations, null, 2));
  tell(`Every violation is in .torture/${mode}.json`);
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** `npm run faults`: every fault of a model, at every place of an answer, with everything that can stand behind it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Group, listGroups } from '../packages/server/src/testing/fault-matrix/cases.ts';
import { sayFaults, toTable } from '../packages/server/src/testing/fault-matrix/report.ts';
import { type Result, runGroup } from '../packages/server/src/testing/fault-matrix/run-matrix.ts';
import { startFaultServer } from '../packages/server/src/testing/fault-server/start-fault-server.ts';

const USAGE = `npm run faults [-- --only cut --at-once 24 --streams 100 --write]

  --only X       cases in which a model's name contains X
  --group X      groups whose name contains X
  --at-once N    cases at once (24)
  --streams N    instead of the matrix: N streams at once, all faults mixed, while breakers open and close
  --write        keep the table in docs/reliability.md
`;
const PAGE = 'docs/reliability.md';
const PACE_MS = 2;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    group: { type: 'string', default: '' },
    'at-once': { type: 'string', default: '24' },
    streams: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(USAGE);
else process.exit((await runMatrix()) ? 0 : 1);

async function runMatrix(): Promise<boolean> {
  const groups = listGroups(values.only).filter(({ name }) => name.includes(values.group));
  const models = groups.flatMap(({ list }) => list.map((name) => name.replace(/^\d+:/, '')));
  await using upstream = await startFaultServer({ port: 0, paceMs: PACE_MS, models });
  const from = performance.now();
  const results: Result[] = [];
  for (const group of groups) results.push(...(await runAndTell(group, upstream)));
  const seconds = Math.round((performance.now() - from) / 1000);
  const made = `Made by \`npm run faults -- --write\` in ${seconds} s on ${cpus().length} cores, Node ${process.version}.`;
  if (values.write) keep('matrix', toTable(results, made));
  const wrong = results.filter(({ faults }) => faults.length > 0).length;
  tell(`${results.length - wrong} of ${results.length} cases are right; ${seconds} s.`);
  return wrong === 0;
}

async function runAndTell(group: Group, upstream: Parameters<typeof runGroup>[1]): Promise<Result[]> {
  const results = await runGroup(group, upstream, Number(values['at-once']));
  const faults = sayFaults(results);
  const wrong = results.filter((result) => result.faults.length > 0).length;
  tell(`${group.name}: ${results.length - wrong} of ${results.length} cases are right`);
  for (const fault of faults) tell(`  ${fault}`);
  return results;
}

/** Replaces what stands between the markers of `name`. */
function keep(name: string, text: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [before, rest] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || rest < 0) throw new Error(`${PAGE} has no markers "${begin}" and "${end}".`);
  writeFileSync(PAGE, `${page.slice(0, before + begin.length)}\n${text}\n${page.slice(rest)}`);
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

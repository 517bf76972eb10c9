/** `npm run faults`: every fault of a model, at every place of an answer, with everything that can stand behind it. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Group, listGroups } from '../packages/server/src/testing/fault-matrix/cases.ts';
import { sayAtOnce, sayFaults, toTable } from '../packages/server/src/testing/fault-matrix/report.ts';
import { mixedGroup, runAtOnce } from '../packages/server/src/testing/fault-matrix/run-at-once.ts';
import { type Result, runGroup } from '../packages/server/src/testing/fault-matrix/run-matrix.ts';
import { startFaultServer } from '../packages/server/src/testing/fault-server/start-fault-server.ts';
import { keepSection } from './keep-section.ts';

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
else process.exit((await (values.streams ? runMixed(Number(values.streams)) : runMatrix())) ? 0 : 1);

async function runMatrix(): Promise<boolean> {
  const groups = listGroups(values.only).filter(({ name }) => name.includes(values.group));
  await using upstream = await startFaultServer({ port: 0, paceMs: PACE_MS, models: namesOf(groups) });
  const from = performance.now();
  const results: Result[] = [];
  for (const group of groups) results.push(...(await runAndTell(group, upstream)));
  const seconds = Math.round((performance.now() - from) / 1000);
  if (values.write) keepSection(PAGE, 'matrix', toTable(results, madeBy('npm run faults -- --write', seconds)));
  const wrong = results.filter(({ faults }) => faults.length > 0).length;
  tell(`${results.length - wrong} of ${results.length} cases are right; ${seconds} s.`);
  return wrong === 0;
}

async function runMixed(streams: number): Promise<boolean> {
  if (!Number.isInteger(streams) || streams < 1) throw new Error('--streams takes a whole number above 0.');
  const group = mixedGroup(streams);
  await using upstream = await startFaultServer({ port: 0, paceMs: PACE_MS, models: namesOf([group]) });
  const from = performance.now();
  const seen = await runAtOnce(group, upstream, streams);
  const seconds = Math.round((performance.now() - from) / 1000);
  const said = sayAtOnce(seen, madeBy(`npm run faults -- --streams ${streams} --write`, seconds));
  for (const fault of sayFaults(seen.results)) tell(`  ${fault}`);
  tell(said);
  if (values.write) keepSection(PAGE, 'at-once', said);
  return (
    seen.results.every(({ faults }) => faults.length === 0) && seen.breakers.opened > 0 && seen.breakers.closed > 0
  );
}

function namesOf(groups: readonly Group[]): string[] {
  return groups.flatMap(({ list }) => list.map((name) => name.replace(/^\d+:/, '')));
}

function madeBy(command: string, seconds: number): string {
  return `Made by \`${command}\` in ${seconds} s on ${cpus().length} cores, Node ${process.version}.`;
}

async function runAndTell(group: Group, upstream: Parameters<typeof runGroup>[1]): Promise<Result[]> {
  const results = await runGroup(group, upstream, Number(values['at-once']));
  const faults = sayFaults(results);
  const wrong = results.filter((result) => result.faults.length > 0).length;
  tell(`${group.name}: ${results.length - wrong} of ${results.length} cases are right`);
  for (const fault of faults) tell(`  ${fault}`);
  return results;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Experiments from the command line: made, started, changed, ended, and what they have come to. */
import { readFile } from 'node:fs/promises';
import type { Experiment, ExperimentResults, VariantComparison } from '@tradistry/protocol';
import { CommandError, textOption, UsageError } from '../command.ts';
import { plainText } from '../plain-text.ts';
import { listItems, type PromptCall, withFile, wordsOf } from './call.ts';

const ACTIONS: Readonly<Record<string, (call: PromptCall) => Promise<number>>> = {
  create: createExperiment,
  start: startExperiment,
  weights: setWeights,
  end: endExperiment,
};

/** `experiments`, `experiments ID`, or `experiments ACTION ...`: ids are no words. */
export async function experiments(call: PromptCall): Promise<number> {
  const [first = '', ...words] = call.words;
  const action = Object.hasOwn(ACTIONS, first) ? ACTIONS[first] : undefined;
  if (action) return action({ ...call, words });
  return first === '' ? listExperiments(call) : showExperiment(call);
}

async function listExperiments(call: PromptCall): Promise<number> {
  for (const { id, status, name, type, primary_metric } of await listItems<Experiment>(call, '/api/experiments'))
    call.shell.stdout.write(plainText(`${id}  ${status.padEnd(11)}  ${name} (${type} by ${primary_metric})\n`));
  return 0;
}

async function showExperiment(call: PromptCall): Promise<number> {
  const [id] = wordsOf(call, 'experiments ID', ['ID']);
  const results = await call.client.request<ExperimentResults>({ method: 'GET', path: pathOf(id, '/results') });
  call.shell.stdout.write(describeResults(results));
  return 0;
}

async function createExperiment(call: PromptCall): Promise<number> {
  const [file] = wordsOf(call, 'experiments create FILE', ['FILE']);
  const body = parse(file, await withFile(file, readFile(file, 'utf8')));
  const { id } = await call.client.request<Experiment>({ method: 'POST', path: '/api/experiments', body });
  call.shell.stdout.write(`${id}\n`);
  return 0;
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${file}: is not JSON.`);
  }
}

async function startExperiment(call: PromptCall): Promise<number> {
  const [id] = wordsOf(call, 'experiments start ID', ['ID']);
  return tell(call, await call.client.request<Experiment>({ method: 'POST', path: pathOf(id, '/start') }));
}

async function setWeights(call: PromptCall): Promise<number> {
  const [id, ...said] = call.words;
  const weights = said.map((each) => each.split('='));
  if (id === undefined || weights.length === 0 || weights.some((each) => each.length !== 2))
    throw new UsageError('Usage: tradistry prompts experiments weights ID NAME=N...');
  const body = { weights: Object.fromEntries(weights.map(([name, weight]) => [name, Number(weight)])) };
  return tell(call, await call.client.request<Experiment>({ method: 'PATCH', path: pathOf(id), body }));
}

async function endExperiment(call: PromptCall): Promise<number> {
  const [id] = wordsOf(call, 'experiments end ID', ['ID']);
  const body = { winner: textOption(call.args, 'winner'), reason: textOption(call.args, 'reason') };
  return tell(call, await call.client.request<Experiment>({ method: 'POST', path: pathOf(id, '/stop'), body }));
}

function pathOf(id: string, rest = ''): string {
  return `/api/experiments/${encodeURIComponent(id)}${rest}`;
}

function tell({ shell }: PromptCall, { name, status, generations }: Experiment): number {
  const weights = Object.entries(generations.at(-1)?.weights ?? {});
  const said = weights.map(([variant, weight]) => `${variant} ${(100 * weight).toFixed(1)} %`).join(', ');
  shell.stdout.write(plainText(`${name}: ${status}${said && `, ${said}`}\n`));
  return 0;
}

/** Lines that end with a line break; the verdict first. */
function describeResults({ experiment, verdict, variants, comparisons, sample_ratio }: ExperimentResults): string {
  const lines = [
    `${experiment.name}: ${experiment.type}, ${experiment.status}`,
    verdict.text,
    ...(experiment.reason && !verdict.text.startsWith(experiment.reason) ? [experiment.reason] : []),
    '',
    ...variants.map(
      ({ name, version, weight, users, answers }) =>
        `  ${name.padEnd(16)} version ${version}, ${(100 * weight).toFixed(1)} % of who comes now, ${users} users, ${answers} times`,
    ),
    ...comparisons.map(describeComparison),
    `  users as they were meant to come: ${sample_ratio.alarm ? 'NO' : 'yes'} (p ${sample_ratio.p.toPrecision(2)})`,
  ];
  return plainText(`${lines.join('\n')}\n`);
}

function describeComparison({ variant, metric, role, lower, upper, p, found }: VariantComparison): string {
  const range = lower === null || upper === null ? 'too few users' : `${round(lower)} to ${round(upper)}`;
  return `  ${variant.padEnd(16)} ${role} ${metric}: ${range}${p === null ? '' : `, p ${p.toPrecision(2)}`}, ${found.replace('_', ' ')}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}

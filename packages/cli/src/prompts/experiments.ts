/** Experiments and what they have come to, as plain text. */
import type { Experiment, ExperimentResults, Page, VariantComparison } from '@tradistry/protocol';
import { plainText } from '../plain-text.ts';
import { type PromptCall, wordsOf } from './call.ts';

export async function listExperiments({ client, shell }: PromptCall): Promise<number> {
  const { items } = await client.request<Page<Experiment>>({ method: 'GET', path: '/api/experiments' });
  for (const { id, status, name, primary_metric } of items)
    shell.stdout.write(plainText(`${id}  ${status.padEnd(11)}  ${name} (${primary_metric})\n`));
  return 0;
}

export async function showExperiment(call: PromptCall): Promise<number> {
  const [id] = wordsOf(call, 'experiments ID', ['ID']);
  const path = `/api/experiments/${encodeURIComponent(id)}/results`;
  call.shell.stdout.write(describeResults(await call.client.request<ExperimentResults>({ method: 'GET', path })));
  return 0;
}

/** Lines that end with a line break; the verdict first. */
function describeResults({ experiment, verdict, variants, comparisons, sample_ratio }: ExperimentResults): string {
  const lines = [
    `${experiment.name}: ${experiment.status}`,
    verdict.text,
    ...(experiment.reason ? [experiment.reason] : []),
    '',
    ...variants.map(
      ({ name, version, weight, users, answers }) =>
        `  ${name.padEnd(16)} version ${version}, ${(100 * weight).toFixed(1)} % of who comes now, ${users} users, ${answers} answers`,
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

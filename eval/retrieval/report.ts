/** The table of the evaluation, as it is printed and as docs/retrieval.md keeps it. */
import type { EvalQuestion } from './read-questions.ts';
import { type Interval, type Ranking, type Score, scoreOf } from './score.ts';

/** One way of ranking, with what it answered to each question. */
export interface Ranked {
  readonly name: string;
  readonly rankings: readonly Ranking[];
}

export function toReport(questions: readonly EvalQuestion[], ranked: readonly Ranked[]): string {
  const kinds = [...new Set(questions.map(({ kind }) => kind))];
  const sets = [...new Set(questions.map(({ set }) => set))];
  const parts: [string, (question: EvalQuestion) => boolean][] = [
    ['all', () => true],
    ...sets.flatMap((name): typeof parts => [
      [`${name}, never tuned to`, ({ set, heldOut }) => set === name && heldOut],
      [`${name}, tuned to`, ({ set, heldOut }) => set === name && !heldOut],
    ]),
    ...kinds.map((kind): (typeof parts)[number] => [kind, (question) => question.kind === kind]),
  ];
  const asked = parts.filter(([, belongs]) => questions.some(belongs));
  const rows = asked.flatMap(([part, belongs]) =>
    ranked.map(({ name, rankings }) => toRow(part, name, scoreSome(questions, rankings, belongs))),
  );
  return `| questions | n | by | Hit@1 | Hit@5 | MRR |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
}

export function scoreSome(
  questions: readonly EvalQuestion[],
  rankings: readonly Ranking[],
  belongs: (question: EvalQuestion) => boolean,
): Score {
  const chosen = questions.map((question, at) => [question, rankings[at] ?? []] as const);
  const some = chosen.filter(([question]) => belongs(question));
  return scoreOf(
    some.map(([question]) => question),
    some.map(([, ranking]) => ranking),
  );
}

function toRow(part: string, name: string, { n, hit1, hit5, mrr }: Score): string {
  return `| ${[part, n, name, say(hit1), say(hit5), say(mrr)].join(' | ')} |`;
}

function say({ value, low, high }: Interval): string {
  return `${value.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
}

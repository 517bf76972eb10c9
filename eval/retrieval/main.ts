/** `npm run eval:retrieval`: how often the right note is found, by words, by meaning, and by what ships. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keepSection } from '../../scripts/keep-section.ts';
import { openRankers, type Ranker } from './rankers.ts';
import type { EvalQuestion } from './read-questions.ts';
import { type EvalSet, readSet } from './read-set.ts';
import { type Ranked, scoreSome, toReport } from './report.ts';

const USAGE = `npm run eval:retrieval [-- --set FOLDER] [--misses] [--write]

  --set FOLDER  another set instead of ours: FOLDER/notes/*.txt and FOLDER/questions.txt, written like those of
                eval/retrieval/first; may be given several times
  --misses      list the questions that what ships does not answer among its first five; never those that are held out
  --write       keep the table in docs/retrieval.md

Fails where what ships is not the best of them, or answers fewer than 85 in 100 among its first five.
`;
const LEAST_HIT5 = 0.85;
const PAGE = 'docs/retrieval.md';
const SHIPS = 'what ships';
const OURS = ['first', 'further', 'later', 'unseen'].map((name) => join(import.meta.dirname, name));

const { values } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: OURS },
    misses: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(USAGE);
else process.exitCode = (await evaluate()) ? 0 : 1;

async function evaluate(): Promise<boolean> {
  const sets = values.set.map(readSet);
  const questions = sets.flatMap((set) => set.questions);
  const opened = await openRankers(sets);
  const ranked: Ranked[] = [];
  try {
    for (const ranker of opened.rankers) ranked.push(await rankAll(ranker, questions));
  } finally {
    await opened.close();
  }
  const report = `${sayCounts(sets)}\n\n${toReport(questions, ranked)}`;
  process.stdout.write(report);
  if (values.misses) process.stdout.write(sayMisses(questions, ranked));
  if (values.write) keepSection(PAGE, 'retrieval', report);
  return isGood(questions, ranked);
}

async function rankAll({ name, rank }: Ranker, questions: readonly EvalQuestion[]): Promise<Ranked> {
  const rankings: (readonly string[])[] = [];
  for (const question of questions) rankings.push(await rank(question));
  return { name, rankings };
}

function sayCounts(sets: readonly EvalSet[]): string {
  const said = sets.map(({ name, notes, questions }) => {
    const held = questions.filter(({ heldOut }) => heldOut).length;
    return `${name}: ${notes.length} notes, ${questions.length} questions, ${held} of them never tuned to.`;
  });
  return said.join('\n');
}

function isGood(questions: readonly EvalQuestion[], ranked: readonly Ranked[]): boolean {
  const scores = ranked.map(({ name, rankings }) => ({ name, ...scoreSome(questions, rankings, () => true) }));
  const ships = scores.find(({ name }) => name === SHIPS);
  if (!ships) return false;
  const best = scores.every(({ hit5, mrr }) => hit5.value <= ships.hit5.value && mrr.value <= ships.mrr.value);
  if (!best) process.stderr.write('What ships is not the best of them.\n');
  if (ships.hit5.value < LEAST_HIT5) process.stderr.write(`Hit@5 of what ships is below ${LEAST_HIT5}.\n`);
  return best && ships.hit5.value >= LEAST_HIT5;
}

function sayMisses(questions: readonly EvalQuestion[], ranked: readonly Ranked[]): string {
  const ships = ranked.find(({ name }) => name === SHIPS)?.rankings ?? [];
  const lines = questions.flatMap(({ kind, text, gold, heldOut }, at) => {
    const first = ships[at]?.slice(0, 5) ?? [];
    return heldOut || first.some((id) => gold.has(id))
      ? []
      : [`${kind}: ${text}\n  wanted ${[...gold].join(' ')}, found ${first.join(' ')}\n`];
  });
  return `\nNot among the first five:\n${lines.join('')}`;
}

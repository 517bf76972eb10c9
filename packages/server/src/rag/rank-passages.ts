/** One order of what was found by words and by meaning. */
import type { MeaningHit, WordHit } from './passage-ports.ts';
import type { FoundPassage, Passage, QuestionHints } from './ports.ts';

/** By meaning first: on its own it is the better order (see docs/retrieval.md); words break ties and find rare terms. */
const WORDS = 0.35;
const ABOUT_SYMBOL = 0.15;
const IN_PERIOD = 0.25;
/** Of a passage of today; half of it after half a year. */
const RECENT = 0.04;
const HALF_DAYS = 180;
/** What a model thinks of unrelated texts. */
const LEAST_SIMILARITY = 0.25;
/** What was said in a chat repeats what stands in the journal. */
const IN_CHAT: Readonly<Record<Passage['kind'], number>> = {
  note: 0,
  trade: -0.05,
  playbook: 0,
  question: -0.12,
  answer: -0.08,
};

interface Found {
  readonly byWords: readonly WordHit[];
  readonly byMeaning: readonly MeaningHit[];
}

/** Best first. What neither shares a word nor is near is left out. */
export function rankPassages({ byWords, byMeaning }: Found, asked: QuestionHints & { today: Date }): FoundPassage[] {
  const similarities = new Map(byMeaning.map(({ id, similarity }) => [id, similarity]));
  const words = new Map(byWords.map(({ id, wordScore }) => [id, wordScore]));
  const most = Math.max(1e-9, ...words.values());
  const all = new Map<string, Passage>([...byMeaning, ...byWords].map((hit) => [hit.id, hit]));
  return [...all.values()]
    .flatMap((passage) => {
      const similarity = similarities.get(passage.id) ?? 0;
      const word = (words.get(passage.id) ?? 0) / most;
      const near = similarity >= LEAST_SIMILARITY;
      if (word <= 0 && !near) return [];
      const score = similarity + WORDS * word + bonus(passage, asked);
      const foundBy: FoundPassage['foundBy'] = word <= 0 ? 'meaning' : near ? 'both' : 'words';
      return [{ ...toPassage(passage), foundBy, score }];
    })
    .sort((a, b) => b.score - a.score || Number(b.id) - Number(a.id));
}

function bonus(passage: Passage, { symbols, from, to, today }: QuestionHints & { today: Date }): number {
  const about = symbols.some((symbol) => passage.symbols.includes(symbol.toUpperCase()));
  const named = from !== null || to !== null;
  const within = named && (from === null || passage.date >= from) && (to === null || passage.date <= to);
  const days = Math.max(0, (today.getTime() - Date.parse(passage.date)) / 86_400_000);
  return (
    (about ? ABOUT_SYMBOL : 0) + (within ? IN_PERIOD : 0) + RECENT * 0.5 ** (days / HALF_DAYS) + IN_CHAT[passage.kind]
  );
}

function toPassage({ id, kind, sourceId, sessionId, title, text, date, symbols, tags }: Passage): Passage {
  return { id, kind, sourceId, sessionId, title, text, date, symbols, tags };
}

/** One order of what was found by words and by meaning. */
import type { PassageKind } from '@tradistry/protocol';
import type { MeaningHit, WordHit } from './passage-ports.ts';
import type { FoundPassage, Passage, QuestionHints } from './ports.ts';
import { firstSymbolOf } from './terms/instruments.ts';

/** What each is worth beside the cosine, as measured (docs/retrieval.md). Words as good as those of the best, where those are good. */
const WORDS = 0.8;
const GOOD_WORDS = 10;
const ABOUT_SYMBOL = 0.3;
/** Of a day of the week that is named: less than a period, a note about Fridays may be of another day. */
const ON_WEEKDAY = 0.2;
/** Whoever names a period wants to know about it: what is in it comes before all else. */
const IN_PERIOD = 1;
const OF_KIND = 0.2;
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

/** What the question names, and the day on which it is asked. */
export interface Asked extends QuestionHints {
  readonly kinds: readonly PassageKind[];
  readonly today: Date;
}

interface Found {
  readonly byWords: readonly WordHit[];
  readonly byMeaning: readonly MeaningHit[];
}

/** Best first. What neither shares a word nor is near is left out, unless it is in the period that was asked for. */
export function rankPassages({ byWords, byMeaning }: Found, asked: Asked): FoundPassage[] {
  const similarities = new Map(byMeaning.map(({ id, similarity }) => [id, similarity]));
  const words = new Map(byWords.map(({ id, wordScore }) => [id, wordScore]));
  const most = Math.max(GOOD_WORDS, ...words.values());
  const all = new Map<string, Passage>([...byMeaning, ...byWords].map((hit) => [hit.id, hit]));
  return [...all.values()]
    .flatMap((passage) => {
      const similarity = similarities.get(passage.id) ?? 0;
      const word = (words.get(passage.id) ?? 0) / most;
      const near = similarity >= LEAST_SIMILARITY;
      const within = isWithin(passage, asked);
      if (word <= 0 && !near && !within) return [];
      const score = similarity + WORDS * word + (within ? IN_PERIOD : 0) + bonus(passage, asked);
      const foundBy: FoundPassage['foundBy'] = word <= 0 ? 'meaning' : near ? 'both' : 'words';
      return [{ ...toPassage(passage), foundBy, score }];
    })
    .sort((a, b) => b.score - a.score || Number(b.id) - Number(a.id));
}

function isWithin({ date }: Passage, { from, to }: QuestionHints): boolean {
  const named = from !== null || to !== null;
  return named && (from === null || date >= from) && (to === null || date <= to);
}

function bonus(passage: Passage, { symbols, weekdays, kinds, today }: Asked): number {
  const about = passage.symbols.some((symbol) => symbols.includes(firstSymbolOf(symbol)));
  const days = Math.max(0, (today.getTime() - Date.parse(passage.date)) / 86_400_000);
  // Sunday is 0 to JavaScript.
  const onWeekday = weekdays.includes(new Date(passage.date).getUTCDay() || 7);
  const named =
    (about ? ABOUT_SYMBOL : 0) + (onWeekday ? ON_WEEKDAY : 0) + (kinds.includes(passage.kind) ? OF_KIND : 0);
  return named + RECENT * 0.5 ** (days / HALF_DAYS) + IN_CHAT[passage.kind];
}

function toPassage({ id, kind, sourceId, sessionId, title, text, date, symbols, tags }: Passage): Passage {
  return { id, kind, sourceId, sessionId, title, text, date, symbols, tags };
}

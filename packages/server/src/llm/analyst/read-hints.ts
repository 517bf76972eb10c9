/** What a question names, for retrieval: the symbols it is about, and the period in the asker's local days. */
import type { Settings } from '@tradistry/protocol';
import type { NameReader } from '../../journal/trade-ports.ts';
import type { HintReader } from '../../rag/ports.ts';
import { addDays, createDayIn, type DayRange, spanOf } from './calendar.ts';
import { MONTHS } from './lexicon.ts';
import { readPart } from './read-part.ts';

/** What is longer is a pasted text, not a question. */
const MOST_CHARACTERS = 500;

interface Options {
  readonly names: NameReader;
  readonly settings: { getSettings(userId: string): Promise<Settings> };
  readonly now: () => Date;
}

const MONTH = Object.keys(MONTHS).join('|');
/** Months that say what was traded, not when. */
const OF_CONTRACT = new RegExp(
  String.raw`\b(?:${MONTH})(?= (?:contracts?|futures?|expir\w+|calls?|puts?|options?|roll\w*|delivery)\b)`,
  'gi',
);
/** "Early March": too vague for a figure, good enough for what was written then. */
const PART_OF_MONTH = new RegExp(
  String.raw`(?<!\b(?:since|from|until|till|before|after|by|through)(?: the)? )\b(early|start|beginning|mid|middle|late|end)(?: of |-| )(?:in )?(?=(?:${MONTH}|(?:last|this|the) month)\b)`,
  'i',
);

/** Reads questions as the analyst does. */
export function createHintReader({ names, settings, now }: Options): HintReader {
  const dayIn = createDayIn();
  return {
    async readHints(userId, text) {
      const [known, { time_zone }] = await Promise.all([names.readNames(userId), settings.getSettings(userId)]);
      const asked = text.slice(0, MOST_CHARACTERS).replace(OF_CONTRACT, '');
      const [said = '', which = ''] = PART_OF_MONTH.exec(asked) ?? [];
      const whole = said === '' ? asked : asked.replace(said, 'in ');
      const { filters } = readPart(whole, { names: known, today: dayIn(time_zone, now()) });
      const { symbols = [], weekdays = [], period } = filters;
      const { from = null, to = null } = period ?? {};
      return {
        symbols,
        weekdays,
        ...(from && to && said ? partOfMonth(which.toLowerCase(), { from, to }) : { from, to }),
      };
    },
  };
}

/** Of one month; other periods as they are. */
function partOfMonth(which: string, whole: DayRange): DayRange {
  const { from, to } = spanOf('month', whole.from, 0);
  if (whole.from !== from || whole.to > to) return whole;
  if (/early|start|beginning/.test(which)) return { from, to: addDays(from, 9) };
  return which.startsWith('mid') ? { from: addDays(from, 10), to: addDays(from, 19) } : { from: addDays(from, 20), to };
}

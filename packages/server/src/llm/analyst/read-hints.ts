/** What a question names, for retrieval: the symbols it is about, and the period in the asker's local days. */
import type { Settings } from '@tradistry/protocol';
import type { NameReader } from '../../journal/trade-ports.ts';
import type { HintReader } from '../../rag/ports.ts';
import { createDayIn } from './calendar.ts';
import { readPart } from './read-part.ts';

/** What is longer is a pasted text, not a question. */
const MOST_CHARACTERS = 500;

interface Options {
  readonly names: NameReader;
  readonly settings: { getSettings(userId: string): Promise<Settings> };
  readonly now: () => Date;
}

/** Reads questions as the analyst does. */
export function createHintReader({ names, settings, now }: Options): HintReader {
  const dayIn = createDayIn();
  return {
    async readHints(userId, text) {
      const [known, { time_zone }] = await Promise.all([names.readNames(userId), settings.getSettings(userId)]);
      const { filters } = readPart(text.slice(0, MOST_CHARACTERS), { names: known, today: dayIn(time_zone, now()) });
      const { symbols = [], period } = filters;
      return { symbols, from: period?.from ?? null, to: period?.to ?? null };
    },
  };
}

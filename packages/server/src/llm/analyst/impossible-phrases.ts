/** Figures that are asked for and that the journal's engine does not have, with what it has instead. */
import type { GroupKey, Metric } from '@tradistry/protocol';
import type { Doubt } from './reading.ts';

interface Impossible {
  readonly pattern: RegExp;
  readonly doubt: Doubt;
  /** Where these are asked for, there is an answer after all. */
  readonly unless?: (asked: Asked) => boolean;
}

interface Asked {
  readonly metrics: readonly Metric[];
  readonly groups: readonly GroupKey[];
}

const IMPOSSIBLE: readonly Impossible[] = [
  {
    pattern: /\bgross (?:profits?|loss(?:es)?)\b(?! (?:factor|and loss|or loss))/,
    doubt: {
      said: 'Gross profit, the sum of the winning trades alone, is not among my figures, and neither is gross loss.',
      instead: [
        'What is my P&L before fees?',
        'What is my average win and average loss?',
        'How many winners and losers do I have?',
      ],
    },
  },
  {
    pattern:
      /\b(?:how many|number of|count of) (?:(?!trades?\b|times?\b|contracts?\b|shares?\b|in\b|over\b|the\b|did\b|do\b)[a-z]+ ){0,2}?(?:days|weeks|months|years|sessions|hours|minutes|symbols|tickers|stocks|markets|instruments|accounts|tags|setups)\b(?! trades)/,
    doubt: {
      said: 'I count trades, not days or names, so I cannot give that number.',
      instead: ['How many trades did I take?', 'What is my P&L by day?', 'What is my P&L by symbol?'],
    },
  },
  {
    pattern:
      /\b(?:average|avg|mean|typical|median) (?:(?:net|gross|total|number of|amount of|count of|trading) )*(?:p ?& ?l|pnl|p\/l|profits?|loss(?:es)?|results?|returns?|gains?|earnings|income|trades|fees|commissions?)(?: (?:made|lost|taken))? (?:per|each|every|a|an|in a|on a) (?:trading |calendar )?(?:day|week|month|quarter|year|hour|session)\b|\b(?:average|avg|mean|typical|median) (?:net |gross )?(?:daily|weekly|monthly|yearly|annual|hourly) [a-z&/]+|\b(?:daily|weekly|monthly|yearly|hourly) (?:average|avg|mean|median)\b|\b(?:average|avg) (?:per|each|every|an?) (?:trading |calendar )?(?:day|week|month|quarter|year|hour|session)\b|\b(?:per|each|every|a|an) (?:trading |calendar )?(?:day|week|month|quarter|year|hour|session) on (?:an )?average\b|\b(?:on|in) an? (?:average|typical|normal) (?:trading |calendar )?(?:day|week|month|quarter|year|hour|session)\b|\b(?:per|each|every|a) (?:day|week|month|quarter|year|hour|session) [a-z ]{0,30}on (?:an )?average\b|\bon (?:an )?average (?:per|each|every|an?) (?:trading |calendar )?(?:day|week|month|quarter|year|hour|session)\b/,
    doubt: {
      said: 'I average over trades, not over days or other spans, so I cannot give that average.',
      instead: ['What is my P&L by day?', 'What is my P&L by month?', 'What is my expectancy per trade?'],
    },
  },
  {
    pattern:
      /\bwhen (?:was|were|did|is|has|have)\b|\bwhen'?s my\b|\b(?:what|which) (?:date|time) (?:was|did|is|were)\b/,
    doubt: {
      said: 'I can give the size of that, but not the date on which it happened.',
      instead: ['What is my maximum drawdown?', 'What was my worst day?', 'What is my best and worst trade?'],
    },
    unless: ({ metrics, groups }) =>
      groups.length > 0 || (metrics.length > 0 && metrics.every((metric) => metric === 'best' || metric === 'worst')),
  },
];

/** The first that the question asks for, or null. */
export function findImpossible(question: string, asked: Asked): Doubt | null {
  const text = question
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, ' ');
  const found = IMPOSSIBLE.find(({ pattern, unless }) => pattern.test(text) && !unless?.(asked));
  return found?.doubt ?? null;
}

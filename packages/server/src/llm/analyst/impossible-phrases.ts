/** Figures that are asked for and that the journal's engine does not have, with what it has instead. */
import type { GroupKey, Metric } from '@tradistry/protocol';
import type { Doubt } from './reading.ts';

interface Impossible {
  readonly pattern: RegExp;
  readonly doubt: Doubt;
  /** Plain by itself, also where nothing else of the question was understood and it does not say whose. */
  readonly isPlain?: true;
  /** Where these are asked for, there is an answer after all. */
  readonly unless?: (asked: Asked) => boolean;
}

interface Asked {
  readonly metrics: readonly Metric[];
  readonly groups: readonly GroupKey[];
}

const IMPOSSIBLE: readonly Impossible[] = [
  {
    pattern: /\bunreali[sz]ed\b|\b(?:open|floating|paper) (?:p ?& ?l|pnl|p\/l|profits?|loss(?:es)?|gains?)\b/,
    isPlain: true,
    doubt: {
      said: 'I know no market prices, so I cannot say what open positions have gained or lost. My figures are of what is closed.',
      instead: ['What are my open positions?', 'What is my P&L?', 'What is my P&L this month?'],
    },
  },
  {
    pattern:
      /\b(?:account|cash) (?:balance|value|size|equity)\b|\bmy balance\b|\bmoney (?:(?:is|do i have|have i got|left) )*(?:in|on) (?:my|the) [a-z]* ?accounts?\b|\bnet worth\b|\bbuying power\b|\broi\b|\breturn on\b|\b(?:percent(?:age)?|%|annual(?:i[sz]ed)?) (?:returns?|gains?|growth)\b|\breturns? in (?:percent|%)|\bcagr\b|\bsharpe\b|\bsortino\b/,
    isPlain: true,
    doubt: {
      said: 'I do not know the balance of an account, so I give neither it nor a return in percent.',
      instead: ['What is my P&L?', 'What is my P&L by month?', 'What is my maximum drawdown?'],
    },
  },
  {
    pattern: /\br[- ]?multiples?\b|\b(?:average|avg|mean|expected|total|in|my|how many) r\b(?![:/-])/,
    isPlain: true,
    doubt: {
      said: 'I do not know the stops of your trades, so I cannot give results in R.',
      instead: [
        'What is my payoff ratio?',
        'What is my expectancy per trade?',
        'What is my average win and average loss?',
      ],
    },
  },
  {
    pattern:
      /\b(?:current|present|ongoing) draw-?downs?\b|\bin (?:a )?draw-?down\b|\bdraw-?down (?:am i|right now|now)\b/,
    isPlain: true,
    doubt: {
      said: 'I can give the deepest drawdown of a period, not how deep you are in one now.',
      instead: ['What is my maximum drawdown?', 'What is my maximum drawdown this year?', 'What is my current streak?'],
    },
  },
  {
    pattern:
      /\b(?:average|avg|mean|median|typical) (?:trading )?(?:fees?|commissions?|costs?)\b|\b(?:fees?|commissions?|costs?)(?: (?:do|did|have) i (?:pay|paid))? (?:per|for each|for every|each|every|a) (?:trade|contract|share|lot)\b/,
    isPlain: true,
    doubt: {
      said: 'I add fees up and do not average them.',
      instead: ['How much did I pay in fees?', 'How many trades did I take?', 'What are my fees by symbol?'],
    },
  },
  {
    pattern:
      /\b(?:tax|taxes|taxed|capital gains?|wash sales?|dividends?|interest|deposits?|deposited|withdrawals?|withdrawn)\b(?! rate)/,
    isPlain: true,
    doubt: {
      said: 'Money that moves without a trade, and taxes, are not among my figures.',
      instead: ['What is my P&L?', 'How much did I pay in fees?', 'What is my P&L before fees?'],
    },
  },
  {
    pattern: /\bover-?trad(?:e|es|ed|ing)\b/,
    isPlain: true,
    doubt: {
      said: 'Whether you trade too much I cannot judge; I can show how often you trade and how it goes.',
      instead: ['How many trades did I take by day?', 'What is my P&L by day?', 'How much did I pay in fees?'],
    },
  },
  {
    pattern: /\bequity curve\b|\bcumulative\b|\brunning total\b/,
    isPlain: true,
    doubt: {
      said: 'I draw no curve here; the journal page shows it.',
      instead: ['What is my P&L by month?', 'What is my P&L by week?', 'What is my maximum drawdown?'],
    },
  },
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

/** The first that the question asks for, or null. `onlyPlain`: of those that are plain by themselves. */
export function findImpossible(question: string, asked: Asked, onlyPlain = false): Doubt | null {
  const text = question
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, ' ');
  const found = IMPOSSIBLE.find(
    ({ pattern, unless, isPlain }) => (!onlyPlain || isPlain) && pattern.test(text) && !unless?.(asked),
  );
  return found?.doubt ?? null;
}

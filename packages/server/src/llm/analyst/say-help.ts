/** What can be asked: for greetings, for what was not understood, for advice, and for an empty journal. */
import { answered, type Draft, type Work } from './answer-parts.ts';
import { IMPORT_HELP } from './intent-phrases.ts';

interface Example {
  /** A question that is understood. */
  readonly question: string;
  /** Words that make it the likely one. */
  readonly words: RegExp;
}

const EXAMPLES: readonly Example[] = [
  { question: 'How am I doing this month?', words: /month|doing|perform|good|well|status|progress/ },
  { question: 'What is my win rate by weekday?', words: /win|rate|ratio|percent|weekday|day|often|success/ },
  { question: 'Which symbol loses most?', words: /symbol|stock|ticker|lose|losing|loss|instrument|market/ },
  { question: 'Are my longs better than my shorts?', words: /long|short|side|better|versus|compare|direction/ },
  { question: 'Why do I lose on Fridays?', words: /why|reason|friday|monday|lose|wrong|problem/ },
  { question: 'What did I write about NVDA last week?', words: /note|write|wrote|journal|think|thought|said|read/ },
  { question: 'What is my profit factor this year?', words: /profit|factor|year|gain|money|make/ },
  { question: 'What is my maximum drawdown?', words: /drawdown|risk|worst|fall|dip|down/ },
  { question: 'Show my last 5 trades.', words: /trade|show|list|last|recent|position|order/ },
  { question: 'How much did I pay in fees this year?', words: /fee|cost|commission|pay|paid|expens|broker/ },
  {
    question: 'How long do I hold winners compared with losers?',
    words: /hold|time|long|duration|patien|exit|early|late/,
  },
];

/** The first questions worth asking. */
const FIRST = EXAMPLES.slice(0, 6).map(({ question }) => question);

/** Answers a greeting, "help", "how do I import". */
export function sayHelp({ question }: Pick<Work, 'question'>): Draft {
  if (IMPORT_HELP.test(question.toLowerCase())) return answered(HOW_TO_IMPORT);
  return answered(
    `I answer questions about your own trading journal: results, habits, single trades and notes. For example:\n\n${asList(FIRST)}`,
  );
}

/** Three likely readings where some words point to them, else what can be asked. */
export function sayNotUnderstood({ question }: Pick<Work, 'question'>): Draft {
  const words = question.toLowerCase();
  const likely = EXAMPLES.filter((example) => example.words.test(words)).slice(0, 3);
  const pieces =
    likely.length === 0
      ? [
          `I did not find a question about your journal in that. I can answer questions like these:\n\n${asList(FIRST.slice(0, 5))}`,
        ]
      : [
          `I am not sure what you mean. Did you want one of these?\n\n${asList(fillUp(likely))}\n\nOr name a figure, a period or a symbol, for example “win rate on NVDA last month”.`,
        ];
  return { understood: false, pieces, sources: [] };
}

function fillUp(likely: readonly Example[]): string[] {
  return [...new Set([...likely.map(({ question }) => question), ...FIRST])].slice(0, 3);
}

/** Declines advice and offers the record. */
export function sayNoAdvice({ reading }: Pick<Work, 'reading'>): Draft {
  const symbol = reading.filters.symbols?.[0];
  const on = symbol && /^[A-Z0-9.]{1,10}$/.test(symbol) ? ` on ${symbol}` : '';
  const questions = [
    `How did I do${on} this year?`,
    `What is my win rate${on} by weekday?`,
    `What is my average win and average loss${on}?`,
  ];
  return answered(
    `I do not advise what to buy or sell, or how much to risk: I describe what your own trades did. Your record may help you to decide:\n\n${asList(questions)}`,
  );
}

const HOW_TO_IMPORT =
  'To import trades, drop your broker’s file (CSV) on the page under Journal, or run `npx tradistry import FILE --zone Europe/Berlin` with your time zone. Each import ends with a report of every row. Tradovate Performance, tastytrade and generic CSV files are read.';

/** Nothing to answer from yet. */
export function sayEmpty(): Draft {
  return answered(`Your journal is empty, so there is nothing to compute yet. ${HOW_TO_IMPORT}`);
}

function asList(questions: readonly string[]): string {
  return questions.map((question) => `- ${question}`).join('\n');
}

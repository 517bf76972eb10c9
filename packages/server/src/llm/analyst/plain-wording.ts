/** Ways of asking that mean the same, put into the one that the readers know. */
import { MONTHS, WEEKDAY_NAMES, WEEKDAYS } from './lexicon.ts';

const either = (words: Readonly<Record<string, number>>) =>
  `(?:${Object.keys(words)
    .sort((a, b) => b.length - a.length)
    .join('|')})`;
const MONTH = either(MONTHS);
const WEEKDAY = either(WEEKDAYS);
const AGAINST = String.raw`\s+(?:vs\.?|versus|v\.?|against|compared (?:to|with))\s+`;
const COMPARE = 'compare(?: my)?(?: [a-z ]{1,20}?)?(?: (?:on|in|of))? ';
const WITH = String.raw`\s+(?:and|with|to|against|vs\.?)\s+`;
const QUARTER = '(?:q[1-4]|(?:first|second|third|fourth) quarter)';
const CLOCK = String.raw`\d{1,2}(?::\d{2})?`;
const GROUPS =
  '(?:symbols|tickers|stocks|instruments|weekdays|days|weeks|months|quarters|hours|setups|strategies|tags|accounts)';
const FIGURE = String.raw`(?:pnl|p&l|p\/l|profits?|loss(?:es)?|win ?rate|results?|performance|stats|fees|trades)`;
const SHORTENED: Readonly<Record<string, string>> = {
  ...{ yr: 'year', yrs: 'years', mth: 'month', mths: 'months', wk: 'week', wks: 'weeks', qtr: 'quarter' },
  ...{ hrs: 'hours', yday: 'yesterday', yest: 'yesterday' },
};

type Rewrite = readonly [pattern: RegExp, to: (groups: readonly string[], today: string) => string];

const REWRITES: readonly Rewrite[] = [
  [
    new RegExp(String.raw`\b(${Object.keys(SHORTENED).join('|')})\b`, 'gi'),
    ([, word = '']) => SHORTENED[word.toLowerCase()] ?? word,
  ],
  // "This morning" is today's; the readers' mornings are all mornings.
  [/\bthis (morning|afternoon|evening)\b/gi, ([, part]) => `today in the ${part}`],
  [
    new RegExp(String.raw`\b(${WEEKDAY})(${AGAINST})(${WEEKDAY})\b`, 'gi'),
    ([, a, against, b]) => `${plural(a)}${against}${plural(b)}`,
  ],
  [
    new RegExp(String.raw`\b(${COMPARE})(${WEEKDAY})(${WITH})(${WEEKDAY})\b`, 'gi'),
    ([, before, a, and, b]) => `${before}${plural(a)}${and}${plural(b)}`,
  ],
  [
    new RegExp(String.raw`\b(${COMPARE})(?<!in )(${MONTH})(${WITH})(${MONTH})\b`, 'gi'),
    ([, before, a, and, b]) => `${before}in ${a}${and}in ${b}`,
  ],
  // "Monday P&L" is that of all Mondays; "may P&L" is that of the last May.
  [
    new RegExp(String.raw`^(\s*(?:my )?)(${WEEKDAY}) (${FIGURE})\b`, 'gi'),
    ([, my, day, figure]) => `${my}${figure} on ${plural(day)}`,
  ],
  [
    new RegExp(String.raw`\b(${FIGURE}) (${WEEKDAY})(?=[\s?.!]*$)`, 'gi'),
    ([, figure, day]) => `${figure} on ${plural(day)}`,
  ],
  [
    new RegExp(String.raw`^(\s*(?:my )?)(march|mar|may) (${FIGURE})\b`, 'gi'),
    ([, my, month, figure]) => `${my}${figure} in ${month}`,
  ],
  [
    new RegExp(String.raw`\b(${FIGURE}) (march|mar|may)(?=[\s?.!]*$)`, 'gi'),
    ([, figure, month]) => `${figure} in ${month}`,
  ],
  [/\b(how (?:was|were|did)|was|did my|how did my) (march|may)\b/gi, ([, how, month]) => `${how} in ${month}`],
  // "March" and "may" alone are also words.
  [
    new RegExp(String.raw`\b(?<!in )(march|mar|may)(${AGAINST}(?:in )?${MONTH}\b)`, 'gi'),
    ([, month, rest]) => `in ${month}${rest}`,
  ],
  [
    new RegExp(String.raw`\b(${MONTH}${AGAINST})(march|mar|may)\b`, 'gi'),
    ([, before, month]) => `${before}in ${month}`,
  ],
  [
    new RegExp(String.raw`\b((?:19|20)\d{2})(?:'s)?,? (${QUARTER})\b`, 'gi'),
    ([, year, quarter]) => `${quarter} ${year}`,
  ],
  [
    new RegExp(String.raw`\b(${MONTH}|${QUARTER})\b,?(?: of)? (last|this) year\b(?!')`, 'gi'),
    ([, point, which], today) => `${point} ${yearOf(which, today)}`,
  ],
  [
    new RegExp(String.raw`\b(?:in )?(last|this) year(?:'s)?,? (?:in |during )?(${MONTH}|${QUARTER})\b`, 'gi'),
    ([, which, point], today) => `in ${point} ${yearOf(which, today)}`,
  ],
  [
    /\b(\d{1,4}) (last|latest|most recent|past) (trades|winners|losers)\b/gi,
    ([, count, last, of]) => `${last} ${count} ${of}`,
  ],
  [/\b(last|past|previous|latest) (\d{1,4})(?=[\s?.!]*$)/gi, ([, last, count]) => `${last} ${count} trades`],
  [
    /\b(?:everything|anything|all(?: trades)?) (except|excluding|apart from|other than|besides)\b/gi,
    ([, word]) => word ?? '',
  ],
  [
    /\bmost (?:money )?(?:(?:that )?i(?:'ve| have)? )?(?:ever )?(lost|made|won|earned)(?: (?:in|on|over|during))? (?:a|an|any|one)(?: single)? (trade|day|week|month|hour)\b/gi,
    ([, done, unit]) => `${/lost/i.test(done ?? '') ? 'worst' : 'best'} ${unit}`,
  ],
  [
    new RegExp(
      String.raw`^\s*(?:the |my )?(${GROUPS}) (?:that |which |where )?i (?:am |do )?((?:los|mak|win|made|earn)\w*)`,
      'gi',
    ),
    ([, group, does]) => `which ${group} do i ${does}`,
  ],
  [new RegExp(String.raw`^\s*(?:my )?(${GROUPS}) by (.+)$`, 'gi'), ([, group, metric]) => `${metric} by ${group}`],
  [
    new RegExp(
      String.raw`(?<![\d:/-])\b(?:from )?(${CLOCK}) ?(?:am|pm)? ?[-\u2013] ?(${CLOCK} ?(?:am|pm)|\d{1,2}:\d{2})(?![\d/-])`,
      'gi',
    ),
    ([said = '', from, to]) => `between ${from}${/^[^-\u2013]*?(am|pm)/i.exec(said)?.[1] ?? ''} and ${to}`,
  ],
];

const BETTER =
  /\b(?:am i|do i(?: do| trade| perform)?|did i do)(?: doing| trading| performing)? (?:better|worse) (?:on|in|with|at)\b/i;
const OTHER_SIDE = /\b(?:than|or|vs\.?|versus|compared|against|and)\b/i;

/** The question in words that the readers know. */
export function plainWording(question: string, today: string): string {
  const plain = REWRITES.reduce(
    (text, [pattern, to]) => text.replace(pattern, (...groups: unknown[]) => to(groups.filter(isText), today)),
    question.replace(/[\u2018\u2019]/g, "'"),
  );
  // "Am I worse on Fridays" asks for the other days as well.
  return BETTER.test(plain) && !OTHER_SIDE.test(plain) ? `${plain.replace(/[\s?.!]+$/, '')} than the rest` : plain;
}

// A replacer is given the groups, then where they stood; no pattern here has an optional group.
function isText(group: unknown): group is string {
  return typeof group === 'string';
}

function plural(name: string | undefined): string {
  return `${WEEKDAY_NAMES[WEEKDAYS[(name ?? '').toLowerCase()] ?? 1]}s`;
}

function yearOf(which: string | undefined, today: string): number {
  return Number(today.slice(0, 4)) - (which?.toLowerCase() === 'last' ? 1 : 0);
}

/** The one answer that the fault server's models give: known to the character, with every place where a break could show. */

/** Where in the answer a fault strikes. */
export const POSITIONS = ['start', 'prose', 'word', 'number', 'list', 'emoji', 'table', 'code', 'end'] as const;
export type Position = (typeof POSITIONS)[number];

/** Each place but the first and the last is marked; the figures add up. */
const MARKED = `# July in your journal 📈

You closed 42 trades ⟨prose⟩and kept most of what the good days brought; the over⟨word⟩trading of early June did not come back. Net of fees the month made 1,28⟨number⟩4.50 USD, with a win rate of 57.1 % (n = 42) and a largest drawdown of -318.75 USD on 2026-07-14.

What stood out:

- **Mornings** carried the month: 31 trades before noon.
- **Revenge trades** are down ⟨list⟩to 2, from 9 in June 🙌🏽.
- **Costs** were 96.20 USD; see the note “a café day – no trades”.

| Setup | Trades | Net (USD) | Win rate |
|---|---:|---:|---:|
| Opening range | 18 | 912.30 | 66.7 % |
| Pullback | 15 | 5⟨table⟩04.95 | 60.0 % |
| Fade | 9 | -132.75 | 33.3 % |

The rule you wrote in June, as code:

\`\`\`python
def may_trade(day):
    losses = [t for t in day.trades if t.net < 0]
    if len(losses)⟨code⟩ >= 3:
        return False  # walk away ☕
    return day.net > -250.00
\`\`\`

Keep it: on the 3 days it stopped you, you were 👩🏽‍💻 at your desk and 0.00 USD poorer. **Next:** ask me how the fades lost.
`;

const MARK = /⟨(\w+)⟩/g;

/** The answer, whole. */
export const ANSWER = MARKED.replace(MARK, '');

const MARKS: ReadonlyMap<string, number> = new Map(
  [...MARKED.matchAll(MARK)].map(({ 1: name = '', index }) => [name, MARKED.slice(0, index).replace(MARK, '').length]),
);

/** Where a position is in the answer, in UTF-16 code units. `emoji` is between the two halves of one. */
export function offsetOf(position: Position): number {
  if (position === 'start') return 0;
  if (position === 'end') return ANSWER.length;
  if (position === 'emoji') return ANSWER.indexOf('🙌') + 1;
  return MARKS.get(position) ?? 0;
}

/** What a model says that contradicts what is already shown: the same report with other figures. */
export const OTHER_ANSWER = ANSWER.replace('42 trades', '40 trades')
  .replace('1,284.50', '1,190.00')
  .replace('57.1 % (n = 42)', '55.0 % (n = 40)')
  .replace('| Pullback | 15 | 504.95', '| Pullback | 13 | 410.45');

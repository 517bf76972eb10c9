/** Whether an answer has the figure that it should have, told by its numbers alone. */

export type Grade = 'right' | 'wrong' | 'refused';

/** Numbers as people and models write them: signs of every kind, thousands, a percentage. */
const NUMBER = /[-\u2212\u2013]?\$?\d[\d,\u00a0\u202f']*(?:\.\d+)?\s?%?/g;

/**
 * `right`: the answer has the expected figure, rounded to as many digits as it shows. Without numbers it has refused; with
 * none expected that is right, and any money or percentage is wrong.
 */
export function gradeAnswer(answer: string, expected: string | null): Grade {
  const numbers = [...answer.matchAll(NUMBER)].map(([text]) => readNumber(text));
  if (expected === null) return numbers.some(({ precise }) => precise) ? 'wrong' : 'right';
  if (numbers.some((number) => isFigure(number, Number(expected)))) return 'right';
  const isCount = Number.isInteger(Number(expected));
  return numbers.some(({ precise, value }) => precise || (isCount && !isYear(value))) ? 'wrong' : 'refused';
}

interface ReadNumber {
  readonly value: number;
  readonly decimals: number;
  /** Money, a percentage or a fraction: more than a count or a day that a text names by the way. */
  readonly precise: boolean;
}

function isYear(value: number): boolean {
  return value >= 1900 && value < 2200;
}

function readNumber(text: string): ReadNumber {
  const plain = text.replace(/[\u2212\u2013]/g, '-').replace(/[^\d.-]/g, '');
  const decimals = plain.split('.')[1]?.length ?? 0;
  return { value: Number(plain), decimals, precise: /[$%]/.test(text) || decimals > 0 };
}

/** The sign of a loss may stand in words; a share may be a percentage. */
function isFigure({ value, decimals }: ReadNumber, expected: number): boolean {
  const candidates = [expected, 100 * expected];
  // A rounded figure is off by half of its last digit at most.
  return candidates.some((each) => Math.abs(Math.abs(value) - Math.abs(each)) <= 0.5 * 10 ** -decimals + 1e-9);
}

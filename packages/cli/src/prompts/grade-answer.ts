/** Whether an answer has the figure that it should have, told by its numbers alone. */

export type Grade = 'right' | 'wrong' | 'refused';

/** Numbers as people and models write them: signs of every kind, thousands, a percentage. */
const NUMBER = /[-\u2212\u2013]?\$?\d[\d,\u00a0\u202f']*(?:\.\d+)?\s?%?/g;

export interface Wanted {
  /** Decimal text. */
  readonly figure: string;
  /** It may be written as a percentage. */
  readonly isShare: boolean;
}

/** A figure may be rounded by so much of itself: 1,285 for 1284.50 is right, 1 for 1.42 is not. */
const MOST_ROUNDED = 0.015;

/**
 * `right`: the answer has the wanted figure, rounded to as many digits as it shows. Without numbers it has refused; with
 * none wanted that is right, and any money or percentage is wrong.
 */
export function gradeAnswer(answer: string, wanted: Wanted | null): Grade {
  const numbers = [...answer.matchAll(NUMBER)].map(([text]) => readNumber(text));
  if (wanted === null) return numbers.some(({ precise }) => precise) ? 'wrong' : 'right';
  if (numbers.some((number) => isFigure(number, wanted))) return 'right';
  const isCount = Number.isInteger(Number(wanted.figure));
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

/** The sign of a loss may stand in words. */
function isFigure({ value, decimals }: ReadNumber, { figure, isShare }: Wanted): boolean {
  const expected = Math.abs(Number(figure));
  const candidates = isShare ? [expected, 100 * expected] : [expected];
  return candidates.some((each) => {
    // A rounded figure is off by half of its last digit at most.
    const most = Math.min(0.5 * 10 ** -decimals, MOST_ROUNDED * each);
    return Math.abs(Math.abs(value) - each) <= most + 1e-9;
  });
}

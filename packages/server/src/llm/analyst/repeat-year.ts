/** "February or March 2025" means February 2025 or March 2025. */
import { MONTHS } from './lexicon.ts';

const MONTH = `(?:${Object.keys(MONTHS)
  .sort((a, b) => b.length - a.length)
  .join('|')})\\b\\.?|q[1-4]`;
const SHARED = new RegExp(
  `\\b(${MONTH})(?= (?:and|or|vs\\.?|versus|against|&|than|compared (?:to|with)) (?:in )?(?:${MONTH})(?: of|,)? ((?:19|20)\\d{2}|last year)\\b)`,
  'gi',
);

/** The question with the year said for both months or quarters. */
export function repeatYear(question: string): string {
  return question.replace(SHARED, (_whole, point: string, year: string) => `${point} ${year}`);
}

/** Words as they are compared: without endings, irregular ones as their first form. The same on both sides, so it need not be grammar. */

/** First form: the others. */
const IRREGULAR = `
be: was were been being am is are|begin: began begun|bend: bent|bite: bit bitten|bleed: bled|blow: blew blown|break: broke broken|bring: brought|build: built
buy: bought|catch: caught|choose: chose chosen|cling: clung|come: came|cost: costs|deal: dealt|do: did done does doing|draw: drew drawn|drink: drank drunk
drive: drove driven|eat: ate eaten|fall: fell fallen|feel: felt|fight: fought|find: found|flee: fled|fly: flew flown|forbid: forbade forbidden|forget: forgot forgotten
freeze: froze frozen|get: got gotten|give: gave given|go: went gone goes|grow: grew grown|have: had has having|hear: heard|hide: hid hidden|hold: held|keep: kept
know: knew known|lead: led|leave: left|lend: lent|lose: lost|make: made|mean: meant|meet: met|pay: paid|ride: rode ridden|rise: rose risen|run: ran|say: said
see: saw seen|seek: sought|sell: sold|send: sent|shake: shook shaken|shrink: shrank shrunk|sink: sank sunk|sit: sat|sleep: slept|speak: spoke spoken|spend: spent
stand: stood|steal: stole stolen|stick: stuck|strike: struck|swear: swore sworn|swing: swung|take: took taken|teach: taught|tear: tore torn|tell: told|think: thought
throw: threw thrown|understand: understood|wake: woke woken|wear: wore worn|win: won|write: wrote written|child: children|woman: women
man: men|use: used using uses|die: died dying dies|ape: aped aping apes|try: tried trying
`;

const FIRST_FORMS = new Map(
  IRREGULAR.trim()
    .split(/[|\n]/)
    .flatMap((line) => {
      const [first = '', others = ''] = line.split(': ');
      return others.split(' ').map((other): [string, string] => [other, first]);
    }),
);

/** In capitals, which no other word's is. */
export const NOT = 'NOT';
const NEGATIONS = new Set(['not', 'no', 'never', 'without', 'cannot', 'nor', 'neither']);
/** What their endings make of them is another thing. */
const WHOLE = new Set(['news', 'earnings', 'offering', 'weeklies', 'note', 'notes']);

/** Of a lower-case word without apostrophes. */
export function stemWord(word: string): string {
  if (NEGATIONS.has(word)) return NOT;
  return WHOLE.has(word) ? word : withoutEnding(FIRST_FORMS.get(word) ?? word);
}

function withoutEnding(word: string): string {
  const singular = word.replace(/(?<=..)ie[sd]$/u, 'y').replace(/(?<=[a-z]{2}(?:ss|x|ch|sh))es$/u, '');
  const stem = singular.replace(/(?:ing|(?<!e)edly|(?<!e)ed|es|(?<=.{6})ly|(?<!s)s)$/u, '');
  return stem.length < 3 ? singular : stem.replace(/(.)\1$/u, '$1').replace(/e$/u, '');
}

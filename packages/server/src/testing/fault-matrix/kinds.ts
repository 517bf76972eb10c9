/** What is right for each fault: who is to answer in the end, and how often the model that fails may be asked. */

/**
 * `well`: the model itself answers, whole. `again`: it does when asked once more. `answered`: whole, by whomever. `plain`: by
 * a plain call, where nobody else is. `fails`: others answer or go on. `slow`: the same, and alone it comes a little further
 * with each try. `key`: no model can answer. `refused`: nobody else is
 * asked. `length`: it ends there, and is said to. `contradicted`: what is shown stays, and nothing that says otherwise is added.
 */
export type Kind =
  | 'well'
  | 'again'
  | 'answered'
  | 'plain'
  | 'fails'
  | 'slow'
  | 'key'
  | 'refused'
  | 'length'
  | 'contradicted';

export interface Fault {
  /** The model's name, without a place. */
  readonly name: string;
  readonly kind: Kind;
  /** True: it has places in the answer where it strikes. */
  readonly placed: boolean;
  /** How often it may be asked at one layer. */
  readonly calls: number;
  /** True: what it does is told by its name, or by its first answer, so nobody else plays it. */
  readonly named?: true;
}

function faults(kind: Kind, calls: number, names: string): Fault[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ name: `fault/${name.replace('@', '')}`, kind, calls, placed: name.endsWith('@') }));
}

/** Those with an `@` strike at a place. A try that the provider or the line may have lost is made once more. */
export const FAULTS: readonly Fault[] = [
  ...faults(
    'again',
    2,
    '500-once 502-once reset-once cut-once@ truncated-once@ error-number-once@ 429-after-2 503-after-2',
  ),
  ...faults('again', 2, 'availability-after-1 availability-408-once 529-once 504-once 524-once'),
  ...faults(
    'fails',
    2,
    '500 502 502-html 503 504 524 529 type-over-status availability-never reset error-text no-body',
  ),
  ...faults('fails', 1, '400 402 403-key-limit 408 413 422 429 429-after-60 503-after-60 gone retired'),
  ...faults('fails', 1, '401-provider 403-model 404-guardrail provider-code'),
  ...faults(
    'fails',
    1,
    'context-too-long silence silence-comments silence-empty silence-pieces slow-first-20s slow-headers-20s',
  ),
  ...faults(
    'fails',
    2,
    '503-for-60s cut@ cut-reset@ truncated@ half-event@ json-error-200 error-number@ error-string@',
  ),
  ...faults('fails', 2, 'error-overloaded@ error-availability@ error-empty-choices@ error-alone@ error-as-text@'),
  ...faults('fails', 2, 'error-vllm@ error-detail@ error-type@ error-line@ error-named-text@'),
  ...faults('fails', 2, 'finish-resource@ finish-error-stop@ native-error@'),
  ...faults('fails', 2, 'error-in-choice@ error-named@ finish-error@ html-200 empty-stream malformed-only'),
  ...faults('fails', 1, 'stall@ stall-comments@ stall-empty@ empty empty-done whitespace usage-only role-only'),
  ...faults('fails', 1, 'reasoning-only reasoning-silence'),
  ...faults('slow', 1, 'drip-900ms@'),
  ...faults('plain', 8, 'tools-cut'),
  ...faults('plain', 2, 'plain-only'),
  ...faults('key', 1, '401'),
  ...faults('refused', 1, '403 refused error-mid-refused@ content-filter@ native-safety@'),
  ...faults('length', 1, 'length@ native-length@'),
  ...faults('answered', 3, 'small-context tools-refused'),
  ...faults('answered', 12, 'tools-bad-arguments tools-wrong-arguments tools-for-ever'),
  ...faults('well', 3, 'tools tools-interleaved tools-no-id tools-stop tools-unknown tools-unasked'),
  ...faults(
    'well',
    1,
    'slow-first-1s slow-headers-1s pause-600ms@ malformed@ not-json@ odd-deltas@ wrong-types@ no-done',
  ),
  ...faults(
    'well',
    1,
    'no-finish open-after-done cut-after-done cut-after-finish text-with-finish surrogate bytes crlf cr',
  ),
  ...faults(
    'well',
    1,
    'bom no-space two-data-lines named-events one-write one-delta plain-json reasoning reasoning-details',
  ),
  ...faults('well', 1, 'reasoning-content gzip two-choices@ parts think-tags usage-often@ error-after-finish'),
  ...faults('well', 1, 'think-r1 think-unopened').map((fault) => ({ ...fault, named: true as const })),
  ...faults('well', 1, 'think-capitals think-brackets think-triangles think-harmony think-later whole-message'),
];

/** How a model may go on with what another began: so that it is joined exactly, or says something else, which is not shown. */
export const GOING_ON: Readonly<Record<'joined' | 'refused', readonly string[]>> = {
  joined: 'repeats repeats-line repeats-word restarts restarts-preamble preamble space trimmed fenced quotes'.split(
    ' ',
  ),
  refused: ['contradicts'],
};

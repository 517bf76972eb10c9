/** Reads a model's name, which says what the model does: `fault/503-for-60s`, `fault/cut-once@table`, `ok/no-prefill~two`. */
import { POSITIONS, type Position } from './document.ts';

export interface ModelName {
  /** The key of its behaviour, with numbers as `N`: `ok/prefill`, `fault/429-after-N`. */
  readonly key: string;
  /** The number in the name; null where there is none. */
  readonly number: number | null;
  /** Null: the behaviour's own place. */
  readonly position: Position | null;
  /** How often it strikes for one question before the model is well; null: always. */
  readonly times: number | null;
  /** How long it strikes, from the first call on, before the model is well, in seconds; null: for ever. */
  readonly seconds: number | null;
}

const NAME = /^(?:ok|fault)\/([a-z0-9-]+)(?:@([a-z]+))?(?:~[\w.-]+)?(?::[\w-]+)?$/;
/** How long or how often; other numbers (`fault/503`) are names. */
const NUMBER = /(?<=(?:^|-)(?:after|first|headers|pause|drip)-)\d+(?=m?s?$)/;
const TIMES: Readonly<Record<string, number>> = { once: 1, twice: 2 };

/** Null where it is not a name of this server's. A `~tag` only tells two models of the same behaviour apart. */
export function readModelName(model: string): ModelName | null {
  const match = NAME.exec(model);
  const position = POSITIONS.find((each) => each === match?.[2]) ?? null;
  if (!match?.[1] || (match[2] && !position)) return null;
  const [, name = '', times, seconds] = /^(.*?)(?:-(once|twice)|-for-(\d+)s)?$/.exec(match[1]) ?? [];
  const number = NUMBER.exec(name);
  return {
    key: `${model.split('/')[0]}/${number ? name.replace(NUMBER, 'N') : name}`,
    number: number ? Number(number[0]) : null,
    position,
    times: times ? (TIMES[times] ?? null) : null,
    seconds: seconds ? Number(seconds) : null,
  };
}

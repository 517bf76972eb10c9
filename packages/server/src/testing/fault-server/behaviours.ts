/** Every model of the fault server, by name. */

import type { Behaviour, Behaviours } from './behaviour.ts';
import { CONTINUATIONS } from './continuations.ts';
import { POSITIONS } from './document.ts';
import { LINE_FAULTS } from './line-faults.ts';
import { readModelName } from './model-name.ts';
import { RARE_SHAPES } from './rare-shapes.ts';
import { SHAPES } from './shapes.ts';
import { STATUS_FAULTS } from './status-faults.ts';
import { STREAM_FAULTS } from './stream-faults.ts';
import { TOOL_FAULTS } from './tool-faults.ts';

export const BEHAVIOURS: Behaviours = {
  ...CONTINUATIONS,
  ...STATUS_FAULTS,
  ...LINE_FAULTS,
  ...STREAM_FAULTS,
  ...SHAPES,
  ...RARE_SHAPES,
  ...TOOL_FAULTS,
};

/** A name that can be asked for: its number filled in. */
export function exampleName(key: string, { number }: Behaviour): string {
  return key.replace(/N(?=m?s?$)/, String(number ?? 1));
}

/** What the list of models has: each behaviour, at each place where it has one, and for a while only. */
export function listedNames(): { name: string; behaviour: Behaviour }[] {
  return Object.entries(BEHAVIOURS)
    .filter(([, behaviour]) => behaviour.listed !== false)
    .flatMap(([key, behaviour]) => {
      const name = exampleName(key, behaviour);
      const places = behaviour.at ? POSITIONS.map((position) => `${name}@${position}`) : [];
      return [name, `${name}-once`, `${name}-for-60s`, ...places].map((each) => ({ name: each, behaviour }));
    });
}

/** What a model of that name does; undefined where it is none of this server's, or one that the list must not have. */
export function behaviourOf(model: string): Behaviour | undefined {
  const name = readModelName(model);
  return name ? BEHAVIOURS[name.key] : undefined;
}

/** Chance from a seed: the same seed makes the same choices, on any machine. */

export interface Random {
  /** A whole number from `from` up to and including `to`. */
  between(from: number, to: number): number;
  /** True in `share` (0 to 1) of all cases. */
  chance(share: number): boolean;
  /** One of the list, which must not be empty. */
  pick<T>(list: readonly [T, ...T[]]): T;
  /** Chance of its own, so that what one part draws does not shift what another draws. */
  fork(name: string): Random;
}

/** mulberry32: small, and good enough to choose victims. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    fork: (name) => createRandom(hash(`${seed} ${name}`)),
  };
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return value;
}

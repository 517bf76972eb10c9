/** What an address says beyond what its page knows is left out: the router itself would pass it on. */

type Search = Record<string, unknown>;

/** `read`, and every other key of the address as `undefined`. */
export function onlyKnown<T extends object>(read: (search: Search) => T): (search: Search) => T {
  return (search) => ({ ...Object.fromEntries(Object.keys(search).map((key) => [key, undefined])), ...read(search) });
}

/** The edges by which times are counted, everywhere: powers of two from 10 ms, so that the objectives are edges. */

/** The first edge, in milliseconds; each next one is twice the last. */
export const FIRST_EDGE_MS = 10;
/** How many there are: up to 10.24 s. */
export const EDGES = 11;

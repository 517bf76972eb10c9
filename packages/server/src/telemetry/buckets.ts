/** The edges of all histograms: powers of two from 0.01 s, so that the objectives (2.56 s, 5.12 s) are edges. */
import { EDGES, FIRST_EDGE_MS } from '../chat/time-bucket-ports.ts';

function edges(count: number): number[] {
  return Array.from({ length: count }, (_, n) => (FIRST_EDGE_MS * 2 ** n) / 1000);
}

/** 0.01, 0.02, ... 10.24. */
export const SHORT = edges(EDGES);
/** Up to 163.84: longer than any attempt may take. */
export const LONG = edges(EDGES + 4);
/** From 0.00125, for what is ours alone and ought to be a few milliseconds. */
export const FINE = [0.00125, 0.0025, 0.005, ...SHORT];

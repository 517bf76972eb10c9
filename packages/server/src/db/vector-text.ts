/** A vector as pgvector reads it. */

/** Half precision has three good digits; five keep the rounding on the database's side. */
export function toVectorText(vector: Float32Array): string {
  return `[${Array.from(vector, (value) => value.toFixed(5)).join(',')}]`;
}

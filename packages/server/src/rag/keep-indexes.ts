/** Gives owners of many vectors an index, and takes it back where it serves no more. */
import type { OwnerIndexes } from './passage-ports.ts';
import type { Embedder } from './ports.ts';

/** Comparing so many takes some ten milliseconds; an index is built once there are as many, and kept until there are half. */
const MANY = 20_000;

interface Parts {
  readonly indexes: OwnerIndexes;
  readonly embedder: Pick<Embedder, 'model' | 'dimensions'>;
}

/** Looks at all owners once; `signal` ends it between two of them. */
export async function keepIndexes({ indexes, embedder }: Parts, signal: AbortSignal, many = MANY): Promise<void> {
  const { model } = embedder;
  const dimensions = embedder.dimensions();
  if (dimensions === null) return;
  await indexes.removeStrays();
  const known = await indexes.list();
  const large = await indexes.countOwners(model, many / 2);
  const keep = new Set(large.map(({ userId }) => userId));
  for (const index of known) {
    if (signal.aborted) return;
    const serves = index.model === model && index.dimensions === dimensions && keep.has(index.userId);
    if (!serves) await indexes.remove(index);
  }
  const indexed = new Set(
    known.filter((index) => index.model === model && index.dimensions === dimensions).map(({ userId }) => userId),
  );
  for (const { userId, passages } of large) {
    if (signal.aborted) return;
    if (passages >= many && !indexed.has(userId)) await indexes.build({ userId, model, dimensions });
  }
}

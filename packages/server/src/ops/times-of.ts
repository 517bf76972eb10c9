/** Average and percentiles of times that were counted in buckets. */
import type { Times } from '@tradistry/protocol';
import type { Buckets, SummedTimes } from './ports.ts';

/** Buckets to a power of two (`time_bucket` in the database). */
const PER_DOUBLING = 8;

/** Each percentile is within 4.5 % of a time that was observed: the middle of its bucket, which is 9 % wide. */
export function timesOf({ sum, buckets }: SummedTimes): Times {
  const n = Object.values(buckets).reduce((all, count) => all + count, 0);
  if (n === 0) return { n, avg: null, p50: null, p95: null, p99: null };
  const percentile = (share: number) => round(middleOf(bucketAt(buckets, Math.ceil(share * n))));
  return { n, avg: round(sum / n), p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) };
}

/** The bucket of the `rank`-th smallest time, from 1. */
function bucketAt(buckets: Buckets, rank: number): number {
  const ascending = Object.entries(buckets)
    .map(([bucket, count]) => ({ bucket: Number(bucket), count }))
    .sort((a, b) => a.bucket - b.bucket);
  let seen = 0;
  for (const { bucket, count } of ascending) {
    seen += count;
    if (seen >= rank) return bucket;
  }
  return ascending.at(-1)?.bucket ?? 0;
}

/** The geometric middle of a bucket, in milliseconds. */
function middleOf(bucket: number): number {
  return bucket === 0 ? 1 : 2 ** ((bucket - 0.5) / PER_DOUBLING);
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

import type { KpiRow, StreamLife } from '@tradistry/protocol';
import { describe, expect, it } from 'vitest';
import { dollars, millis, share } from '../format/measures.ts';
import { CHART_VIEWS, chartPoints, tickOf } from './chart-views.ts';
import { lifeLength, lifeSpans } from './life-spans.ts';
import { readOpsSearch, streamFilters } from './ops-search.ts';

describe('figures of operators', () => {
  it('are said as people write them', () => {
    expect([null, 0, 340.4, 999.6, 1250, 9_996, 59_994, 59_996, 125_000].map(millis)).toEqual([
      ...['–', '0 ms', '340 ms', '1.00 s', '1.25 s', '10.0 s', '60.0 s', '1 min', '2 min 5 s'],
    ]);
    expect([null, '0', '0.00031', '12.3'].map(dollars)).toEqual(['–', '$0.00', '$0.0003', '$12.30']);
  });

  it('never say all where it is not quite all', () => {
    expect([null, 0, 0.9512, 0.99996, 1].map(share)).toEqual(['–', '0%', '95.1%', '99.99%', '100%']);
  });
});

it('an axis says nothing where no figure can be', () => {
  expect([-0.1, 0.98, 1, 1.02].map((value) => tickOf(CHART_VIEWS.success, value))).toEqual(['', '98%', '100%', '']);
  expect(tickOf(CHART_VIEWS.streams, 12)).toBe('12');
});

describe('the address', () => {
  it('is read with what is known of it, text again where the router saw something else', () => {
    expect(
      readOpsSearch({ range: 'week', by: 'luck', show: 'failed', streaming: false, model: 'a/b', stream: '' }),
    ).toEqual({ range: 'week', show: 'failed', streaming: 'false', model: 'a/b' });
  });

  it('chooses streams', () => {
    expect(streamFilters('all', { model: 'm' })).toEqual({ model: 'm' });
    expect(streamFilters('running', {})).toEqual({ state: 'running' });
    expect(streamFilters('fallback', {})).toEqual({ fallback: 'true' });
    expect(streamFilters('partial', {})).toEqual({ outcome: 'partial' });
  });
});

describe('the chart', () => {
  it('has every hour, those without a stream too', () => {
    // Only the time of a row matters here.
    const row = { at: '2026-11-25T11:00:00.000Z' } as KpiRow;
    const points = chartPoints({ from: '2026-11-25T10:20:00Z', to: '2026-11-25T12:20:00Z', rows: [row] }, 'hour');
    expect(points.map((point) => [new Date(point.time * 1000).getUTCHours(), point.row])).toEqual([
      ...[
        [10, null],
        [11, row],
        [12, null],
      ],
    ]);
  });
});

describe('the life of a stream', () => {
  const attempt = {
    ...{ n: 1, layer: 'streaming' as const, model: 'a/one', outcome: 'first_token_timeout' },
    ...{ started_ms: 40, first_token_ms: null, duration_ms: 900, characters: 0 },
    ...{ prompt_tokens: null, completion_tokens: null, cost_usd: null },
  };
  // What the waterfall reads of it.
  const life = {
    steps: [{ name: 'context', started_ms: 3, duration_ms: 30 }],
    attempt_list: [
      attempt,
      {
        ...attempt,
        n: 2,
        outcome: 'completed',
        started_ms: 950,
        first_token_ms: 120,
        duration_ms: 2000,
        characters: 400,
      },
    ],
    gaps: [{ started_ms: 1500, duration_ms: 700 }],
  } as unknown as StreamLife;

  it('is in order of time, with what went wrong', () => {
    expect(lifeSpans(life).map(({ name, kind, note }) => [name, kind, note])).toEqual([
      ['Context gathered', 'step', ''],
      ['1. a/one', 'failing', 'streaming, first token timeout, no token'],
      ['2. a/one', 'answering', 'streaming, first token after 120 ms, 400 characters'],
      ['Pause', 'pause', ''],
    ]);
  });

  it('ends with whatever ends last', () => {
    expect([lifeLength(lifeSpans(life), 1000), lifeLength(lifeSpans(life), 4000), lifeLength([], 0)]).toEqual([
      2950, 4000, 1,
    ]);
  });
});

/** Steps, attempts and pauses of a stream, each as a row of a table with a bar where and as long as it was. */
import type { StreamLife } from '@tradistry/protocol';
import { millis } from '../format/measures.ts';
import { type LifeSpan, lifeLength, lifeSpans } from './life-spans.ts';

const TONES: Record<LifeSpan['kind'], string> = {
  step: 'bg-edge',
  answering: 'bg-accent',
  failing: 'bg-loss',
  pause: 'bg-warn',
};

export function Waterfall({ life }: { life: StreamLife }) {
  const spans = lifeSpans(life);
  const length = lifeLength(spans, life.processing_time_ms);
  if (spans.length === 0) {
    return (
      <p className="text-sm text-quiet">
        {life.state === 'running'
          ? 'What it does is known to its instance alone, until it ends.'
          : 'Its attempts were not kept.'}
      </p>
    );
  }
  return (
    <section>
      <h3 className="section-title mb-2">What its {millis(life.processing_time_ms)} were spent on</h3>
      <table className="w-full text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">What</th>
            <th scope="col">Began after</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {spans.map((span) => (
            <Row key={`${span.name} ${span.startedMs}`} span={span} length={length} />
          ))}
        </tbody>
      </table>
      <Legend />
    </section>
  );
}

function Row({ span, length }: { span: LifeSpan; length: number }) {
  const { name, note, startedMs, durationMs } = span;
  return (
    <tr className="border-b border-line/70 last:border-b-0">
      <td className="py-2 pr-3">
        <span className="block font-medium wrap-anywhere">{name}</span>
        {note && <span className="block text-xs text-quiet">{note}</span>}
        <Bar span={span} length={length} />
      </td>
      <td className="num py-2 pr-3 align-top text-xs text-quiet">+{millis(startedMs)}</td>
      <td className="num py-2 align-top">{millis(durationMs)}</td>
    </tr>
  );
}

/** What of an attempt was waiting for its first token is paler. */
function Bar({ span, length }: { span: LifeSpan; length: number }) {
  const { kind, startedMs, durationMs, waitedMs } = span;
  const percent = (ms: number) => `${(100 * ms) / length}%`;
  return (
    <span aria-hidden className="relative mt-1.5 block h-2 rounded-full bg-sunken">
      <span
        className={`absolute inset-y-0 min-w-0.5 overflow-hidden rounded-full ${TONES[kind]}`}
        style={{ left: percent(startedMs), width: percent(durationMs) }}
      >
        {waitedMs !== null && durationMs > 0 && (
          <span
            className="absolute inset-y-0 left-0 bg-surface/60"
            style={{ width: `${Math.min(100, (100 * waitedMs) / durationMs)}%` }}
          />
        )}
      </span>
    </span>
  );
}

const KINDS: readonly (readonly [LifeSpan['kind'], string])[] = [
  ['step', 'step'],
  ['answering', 'attempt that answered (pale: waiting)'],
  ['failing', 'attempt that failed'],
  ['pause', 'pause between two tokens'],
];

function Legend() {
  return (
    <p aria-hidden className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-quiet">
      {KINDS.map(([kind, words]) => (
        <span key={kind} className="inline-flex items-center gap-1.5">
          <span className={`h-2 w-4 rounded-full ${TONES[kind]}`} />
          {words}
        </span>
      ))}
    </p>
  );
}

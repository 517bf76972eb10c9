/** The figures and trades behind an answer, folded away until they are wanted. */

import type { Message } from '@tradistry/protocol';
import { ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { signOf } from '../format/decimal.ts';
import { isMoney, metric } from '../format/figures.ts';
import { basisOf, groupValue, nameOf } from '../format/words.ts';
import { Wide } from '../ui/wide.tsx';
import { type AnswerFigure, readFigures } from './answer-figure.ts';
import { TradesBehind } from './trades-behind.tsx';

export function FiguresPanel({ figures }: { figures: Message['figures'] }) {
  const known = useMemo(() => readFigures(figures), [figures]);
  if (known.length === 0) return null;
  return (
    <details className="group/figures card overflow-hidden text-sm">
      <summary className="flex min-h-10 items-center gap-2 px-3 font-medium marker:content-none hover:bg-sunken">
        <ChevronRight aria-hidden className="size-4 text-quiet transition-transform group-open/figures:rotate-90" />
        Figures and trades behind this answer
        <span className="text-quiet">({known.length})</span>
      </summary>
      <div className="divide-y divide-line border-t border-line">
        {known.map((figure, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stored answer's figures never change
          <FigureView key={at} figure={figure} />
        ))}
      </div>
    </details>
  );
}

const FIRST_ROWS = 12;

function FigureView({ figure }: { figure: AnswerFigure }) {
  const { result } = figure;
  const [all, setAll] = useState(false);
  const rows = all ? result.rows : result.rows.slice(0, FIRST_ROWS);
  const groups = Object.keys(result.rows[0]?.group ?? {});
  const metrics = figure.query.metrics.filter((name) => result.rows.some((row) => name in row.metrics));
  return (
    <section className="space-y-2 p-3">
      <h3 className="font-serif font-semibold">{figure.title}</h3>
      <Wide label={figure.title}>
        <table className="table">
          <thead>
            <tr>
              {groups.map((key) => (
                <th key={key} scope="col">
                  {nameOf(key)}
                </th>
              ))}
              {metrics.map((name) => (
                <th key={name} scope="col" className="num">
                  {nameOf(name)}
                </th>
              ))}
              <th scope="col" className="num">
                n
              </th>
              <th scope="col">Trades</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={JSON.stringify([row.group, row.currency])}>
                {groups.map((key) => (
                  <td key={key} className="whitespace-nowrap">
                    {groupValue(key, row.group[key] ?? '')}
                  </td>
                ))}
                {metrics.map((name) => (
                  <td
                    key={name}
                    className={`num ${isMoney(name) ? tone(row.metrics[name]) : ''}`}
                    title={row.reasons[name]}
                  >
                    {metric(row, name)}
                  </td>
                ))}
                <td className="num">{row.n}</td>
                <td>
                  <TradesBehind figure={figure} row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {result.rows.length > rows.length && (
        <button type="button" className="btn btn-quiet" onClick={() => setAll(true)}>
          Show all {result.rows.length} rows
        </button>
      )}
      <p className="text-xs text-quiet">{basisOf(result)}</p>
      <Definitions of={result.definitions} metrics={metrics} />
    </section>
  );
}

function Definitions({ of, metrics }: { of: Record<string, string>; metrics: readonly string[] }) {
  const known = metrics.flatMap((name) => (of[name] ? [[name, of[name]] as const] : []));
  return (
    <dl className="space-y-0.5 text-xs text-quiet">
      {known.map(([name, text]) => (
        <div key={name}>
          <dt className="inline font-medium text-ink">{nameOf(name)}: </dt>
          <dd className="inline">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function tone(value: string | number | null | undefined): string {
  if (typeof value !== 'string') return '';
  return { '1': 'text-gain', '0': '', '-1': 'text-loss' }[signOf(value)];
}

/** Rows of one shape as a table: what each column is called and what it shows of a row. It scrolls by itself where it is wider than its place. */
import type { Key, ReactNode } from 'react';
import { Wide } from './wide.tsx';

export interface Column<Row> {
  readonly name: string;
  /** Numbers stand under each other. */
  readonly numeric?: true;
  readonly className?: string;
  readonly of: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row, at: number) => Key;
  readonly className?: string;
  /** Each row has a link that covers all of it. */
  readonly leads?: true;
}

export function DataTable<Row>({ label, rows, columns, keyOf, className = 'card', leads }: DataTableProps<Row>) {
  return (
    <Wide label={label} className={className}>
      <table className="table">
        <thead>
          <tr>
            {columns.map(({ name, numeric }) => (
              <th key={name} scope="col" className={numeric && 'num'}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={keyOf(row, at)} className={leads && 'relative hover:bg-sunken/60'}>
              {columns.map(({ name, numeric, className: looks = '', of }) => (
                <td key={name} className={numeric ? `num ${looks}` : looks}>
                  {of(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

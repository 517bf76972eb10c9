/** The account of a file, and the command that prints it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { matchExecutions } from './matching/match-executions.ts';
import { parseFile } from './parse-file.ts';
import { isReconciled, reconcile } from './reconcile.ts';
import { fileOf } from './testing/executions.ts';

const TRADOVATE =
  'symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration';
const pair = (ids: string, pnl: string) =>
  `MESH5,-2,0,0.25,${ids},1,6000.00,6001.00,${pnl},02/03/2025 10:00:00,02/03/2025 10:05:00,5min`;
const GENERIC = 'time,symbol,side,quantity,price';

function accountOf(...lines: string[]) {
  const file = parseFile(fileOf(...lines), { timeZone: 'UTC' });
  const stored = file.executions.map((one) => ({ ...one, id: one.dedupeKey }));
  return reconcile(file, matchExecutions(stored, { method: 'fifo' }));
}

test('stated and own P&L stand side by side, with the rows that differ', () => {
  const account = accountOf(TRADOVATE, pair('1,2', '$5.00'), pair('3,4', '$5.25'));
  expect(account.pnl).toEqual({ ours: '10', stated: '10.25', difference: '-0.25' });
  expect(account.differing).toEqual([{ row: 3, stated: '5.25', ours: '5' }]);
  expect(isReconciled(account)).toBe(false);
});

test('a row that matching could not place is in review, not imported, and still reconciles', () => {
  const account = accountOf(
    GENERIC,
    '2025-02-03T10:00:00Z,ACME,STC,5,10',
    '2025-02-03T10:00:00Z,ACME,Dividend,5,10',
    '2025-02-03T11:00:00Z,ACME,BTO,5,10',
  );
  expect(account.rows).toEqual({ read: 3, imported: 1, skipped: 1, review: 1 });
  expect(account.review).toMatchObject([{ row: 2, code: 'close_without_open' }]);
  expect(account.skippedBy).toMatchObject([{ code: 'not_a_trade', count: 1 }]);
  expect(isReconciled(account)).toBe(true);
});

test('a row that could not be read does not reconcile', () => {
  const account = accountOf(GENERIC, '2025-02-03T10:00:00Z,ACME,buy,5', '2025-02-03T11:00:00Z,ACME,BTO,5,10');
  expect(account.unreadable).toMatchObject([{ row: 2, code: 'ragged_row' }]);
  expect(isReconciled(account)).toBe(false);
});

const folder = mkdtempSync(join(tmpdir(), 'reconcile-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const cli = join(import.meta.dirname, 'cli', 'reconcile.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

function saved(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, fileOf(...lines));
  return path;
}

test('the command prints an account for each file and ends with 0 when all reconcile', () => {
  const good = saved('good.csv', TRADOVATE, pair('1,2', '$5.00'));
  const other = saved('other.csv', GENERIC, '2025-02-03T10:00:00Z,ACME,STC,5,10');
  const { status, stdout, stderr } = run(good, other);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('1 read = 1 imported + 0 skipped + 0 in review');
  expect(stdout).toContain('ours 5.00, stated 5.00, difference 0.00');
  expect(stdout).toContain("this machine's, assumed");
  expect(stdout).toContain('close_without_open');
});

test('the command ends with 1 on a difference, an unreadable row, a missing file and a wrong option, each said', () => {
  const wrong = saved('wrong.csv', TRADOVATE, pair('1,2', '$6.00'));
  const ragged = saved('ragged.csv', GENERIC, '2025-02-03T10:00:00Z,ACME,buy,5', '2025-02-03T10:00:00Z,ACME,buy,5,10');
  expect(run(wrong, '--zone', 'Europe/Berlin')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('states 6.00, we have 5.00'),
  });
  expect(run(ragged)).toMatchObject({ status: 1, stdout: expect.stringContaining('line 2, ragged_row') });
  expect(run(join(folder, 'none.csv'))).toMatchObject({ status: 1, stderr: expect.stringContaining('no such file') });
  expect(run(wrong, '--zone', 'Mars')).toMatchObject({ status: 1, stderr: expect.stringContaining('no time zone') });
  expect(run(wrong, '--format', 'pdf')).toMatchObject({ status: 1, stderr: expect.stringContaining('no format') });
  expect(run('--bogus')).toMatchObject({ status: 1, stderr: expect.stringContaining('Usage') });
});

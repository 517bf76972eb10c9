/** Daylight saving time, both ways, and times as exports write them. */
import { expect, test } from 'vitest';
import { UnreadableFile } from '../unreadable-file.ts';
import { dateOrderOf, readDay, readInstant } from './time-text.ts';
import { ZoneClock } from './zoned-time.ts';

const iso = (text: string, zone: string, order: 'mdy' | 'dmy' = 'mdy') => {
  const instant = readInstant(text, new ZoneClock(zone), order);
  return instant === null ? null : new Date(instant).toISOString();
};

test('winter and summer have their own offset', () => {
  expect(iso('2025-01-15 12:00:00', 'Europe/Berlin')).toBe('2025-01-15T11:00:00.000Z');
  expect(iso('2025-07-15 12:00:00', 'Europe/Berlin')).toBe('2025-07-15T10:00:00.000Z');
});

test('an hour that spring leaves out is read an hour later, one that autumn repeats is the first of the two', () => {
  expect(iso('2025-03-30 02:30:00', 'Europe/Berlin')).toBe('2025-03-30T01:30:00.000Z');
  expect(iso('2025-10-26 02:30:00', 'Europe/Berlin')).toBe('2025-10-26T00:30:00.000Z');
  expect(iso('03/09/2025 02:15:00', 'America/New_York')).toBe('2025-03-09T07:15:00.000Z');
  expect(iso('11/02/2025 01:15:00', 'America/New_York')).toBe('2025-11-02T05:15:00.000Z');
});

test('zones at odd offsets work too', () => {
  expect(iso('2025-06-01 00:00:00', 'Asia/Kathmandu')).toBe('2025-05-31T18:15:00.000Z');
  expect(iso('2025-10-05 02:15:00', 'Australia/Lord_Howe')).toBe('2025-10-04T15:45:00.000Z');
});

test.each([
  ['2024-08-16T23:00:00+0200', '2024-08-16T21:00:00.000Z'],
  ['2024-08-16T23:00:00.123456-05:00', '2024-08-17T04:00:00.123Z'],
  ['2024-08-16T23:00:00Z', '2024-08-16T23:00:00.000Z'],
  ['08/16/2024 3:04 PM', '2024-08-16T15:04:00.000Z'],
  ['8/16/24 12:30:00 AM', '2024-08-16T00:30:00.000Z'],
  ['16.08.2024 15:04', '2024-08-16T15:04:00.000Z'],
  ['20240816;150405', '2024-08-16T15:04:05.000Z'],
  ['16-Aug-2024', '2024-08-16T00:00:00.000Z'],
  ['Aug 16, 2024 09:30:00', '2024-08-16T09:30:00.000Z'],
  ['1723814400', '2024-08-16T13:20:00.000Z'],
  ['1723814400123', '2024-08-16T13:20:00.123Z'],
])('%s is understood', (text, expected) => {
  expect(iso(text, 'UTC', text.includes('.08.') ? 'dmy' : 'mdy')).toBe(expected);
});

test.each(['', 'yesterday', '2024-02-30', '13/13/2024', '2024-01-01 25:00', '2024-01-01 13:00 PM', '0001-01-01'])(
  '%s is no time',
  (text) => {
    expect(iso(text, 'UTC')).toBeNull();
  },
);

test('the first date that leaves no doubt says which number is the month', () => {
  expect(dateOrderOf(['01/02/2024', '13/02/2024'])).toBe('dmy');
  expect(dateOrderOf(['01/02/2024', '02/13/2024'])).toBe('mdy');
  expect(dateOrderOf(['1.2.2024'])).toBe('dmy');
  expect(dateOrderOf(['2024-01-02'])).toBe('mdy');
  expect(readDay('8/16/24', 'mdy')).toBe('2024-08-16');
});

test('an unknown zone is refused in words', () => {
  expect(() => new ZoneClock('Mars/Olympus')).toThrow(UnreadableFile);
});

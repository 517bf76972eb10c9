/** Local days, whatever was asked before. */
import { expect, test } from 'vitest';
import { createDayIn } from './calendar.ts';

test.each([
  ['America/New_York', '2025-12-19T04:59:59.999Z', '2025-12-18'],
  ['America/New_York', '2025-12-19T05:00:00Z', '2025-12-19'],
  ['Asia/Kathmandu', '2025-12-18T18:14:59Z', '2025-12-18'],
  ['Asia/Kathmandu', '2025-12-18T18:15:00Z', '2025-12-19'],
  ['UTC', '2025-12-18T18:15:00Z', '2025-12-18'],
])('in %s at %s it is %s', (zone, instant, day) => {
  const dayIn = createDayIn();
  dayIn(zone, new Date(Date.parse(instant) - 1));
  dayIn('Asia/Tokyo', new Date(instant));
  expect(dayIn(zone, new Date(instant))).toBe(day);
  expect(dayIn(zone, new Date(instant))).toBe(day);
});

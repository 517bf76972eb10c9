/** The days on which New York trades. */

const DAY = 86_400_000;

/** A trading day; `weekday` 1 is Monday, 5 is Friday. */
export interface TradingDay {
  readonly date: string;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
}

/** All trading days of the year that ends with `endDay` (`YYYY-MM-DD`, included when it is one), oldest first. */
export function tradingDays(endDay: string): TradingDay[] {
  const end = Date.parse(`${endDay}T00:00:00Z`);
  if (Number.isNaN(end)) throw new RangeError(`not a day: ${endDay}`);
  const days = Array.from({ length: 366 }, (_, back) => dayOf(end - (365 - back) * DAY));
  return days.filter((day) => day.weekday >= 1 && day.weekday <= 5 && !isHoliday(day));
}

function dayOf(time: number): TradingDay {
  const at = new Date(time);
  return {
    date: at.toISOString().slice(0, 10),
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    weekday: at.getUTCDay(),
  };
}

function isHoliday({ year, month, day, weekday, date }: TradingDay): boolean {
  const nth = Math.ceil(day / 7);
  const isMonday = weekday === 1;
  if (isObserved({ month, day, weekday }, 1, 1) && month === 1) return true;
  if (isMonday && ((month === 1 && nth === 3) || (month === 2 && nth === 3) || (month === 9 && nth === 1))) return true;
  if (isMonday && month === 5 && day > 24) return true;
  if (month === 11 && weekday === 4 && nth === 4) return true;
  const fixed = [
    [6, 19],
    [7, 4],
    [12, 25],
  ] as const;
  return fixed.some(([m, d]) => isObserved({ month, day, weekday }, m, d)) || date === goodFriday(year);
}

/** A holiday on a Saturday is kept on Friday, one on a Sunday on Monday. */
function isObserved(on: { month: number; day: number; weekday: number }, month: number, day: number): boolean {
  if (on.month !== month) return false;
  return on.day === day || (on.weekday === 5 && on.day === day - 1) || (on.weekday === 1 && on.day === day + 1);
}

/** Two days before Easter, by the calendar rule of Meeus, Jones and Butcher. */
function goodFriday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const skipped = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - skipped + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const marchDay = epact + weekday - 7 * shift + 22;
  return new Date(Date.UTC(year, 2, marchDay - 2)).toISOString().slice(0, 10);
}

/**
 * What an arm's users come to, as sums: enough for the figure and for how sure it is, however many users there are.
 *
 * One user's answers are alike, so the user is what is counted, not the answer: user u has a weight w (for a rate: how many
 * answers it is over) and a total x (how many of them were so), and the arm's figure is the ratio of the sums.
 */

export interface Moments {
  /** Users with a weight. */
  readonly users: number;
  readonly w: number;
  readonly x: number;
  readonly ww: number;
  readonly wx: number;
  readonly xx: number;
}

export const NO_MOMENTS: Moments = { users: 0, w: 0, x: 0, ww: 0, wx: 0, xx: 0 };

/** With a user's totals changed from `before` to `after`. A weight of 0 is no user. */
export function moveUser(moments: Moments, before: { w: number; x: number }, after: { w: number; x: number }): Moments {
  return {
    users: moments.users + Number(after.w > 0) - Number(before.w > 0),
    w: moments.w + after.w - before.w,
    x: moments.x + after.x - before.x,
    ww: moments.ww + after.w ** 2 - before.w ** 2,
    wx: moments.wx + after.w * after.x - before.w * before.x,
    xx: moments.xx + after.x ** 2 - before.x ** 2,
  };
}

export function addMoments(a: Moments, b: Moments): Moments {
  return {
    users: a.users + b.users,
    w: a.w + b.w,
    x: a.x + b.x,
    ww: a.ww + b.ww,
    wx: a.wx + b.wx,
    xx: a.xx + b.xx,
  };
}

/** An arm's figure. */
export interface Estimate {
  readonly users: number;
  readonly mean: number;
  /** Of `mean`, by the delta method over users. */
  readonly variance: number;
}

/** `null`: nobody to estimate it from, or too few to say how sure it is. */
export function estimate({ users, w, x, ww, wx, xx }: Moments): Estimate | null {
  if (users < 2 || w <= 0) return null;
  const mean = x / w;
  // Σ(x - mean·w)², which is what is left of each user's total once its weight is accounted for.
  const residual = Math.max(0, xx - 2 * mean * wx + mean ** 2 * ww);
  const perUser = w / users;
  return { users, mean, variance: residual / (users - 1) / perUser ** 2 / users };
}

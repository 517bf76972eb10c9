/** The traders' terms: what each is in plain English, and the ways in which it is written. */

export interface Term {
  readonly id: string;
  /** Said beside a text for those who know plain English only, the embedder first. */
  readonly plain: string;
  /** As written, lower case; `*` ends a word in any way ("chas*": chased, chasing). */
  readonly forms: readonly string[];
}

/** A change here makes other vectors of the same texts: it is part of the model's name. */
export const TERMS_VERSION = 1;

export const TERMS: readonly Term[] = [
  term(
    'fomo',
    'fear of missing out, chasing the move',
    `
      fomo*, fear of missing*, missing out, missed the move, miss the move, chas*, jumped in late, got in late,
      late entr*, late to the party, could not watch it go, couldn't stand watching`,
  ),
  term(
    'averaging_down',
    'adding to a losing position',
    `
      averag* down, averag* into, average in lower, add* to a los*, add* to the los*, add* to my los*,
      add* to los*, doubl* down, martingale*, lower* my average, lower my cost basis, avg down, avg* down`,
  ),
  term(
    'adding_to_winners',
    'adding to a winning position',
    `
      pyramid*, add* to a winner*, add* to the winner*, add* to my winner*, add* to winner*,
      press* the winner*, averag* up, scal* in, scal* into, build* into, built the position, legg* in`,
  ),
  term(
    'scaling_out',
    'taking partial profits',
    `
      scal* out, partial*, took some off, tak* some off, took half off, sold half, trimm*, trim, piec* out,
      peel* off, took off half, tak* half, took half, sell in pieces, legg* out, runner*`,
  ),
  term(
    'chop',
    'sideways, directionless market',
    `
      chop, chopp*, sideways, range bound, rangebound, range-bound, no direction, directionless, whipsaw*,
      no trend, back and forth, whippy, dead market, lunchtime drift, grinding nowhere, going nowhere`,
  ),
  term(
    'revenge',
    'trading to win a loss back',
    `
      reveng*, win it back, make it back, made it back, get it back, got even, get even, getting even,
      make back, win back, angry trade*, traded angry, out of anger, payback, vengeance, recoup*`,
  ),
  term(
    'tilt',
    'emotional, out of control',
    `
      tilt*, on tilt, emotional*, lost my head, lost my temper, frustrat*, angry, anger, furious, rage*,
      lost control, out of control, steam*, spiral*, snapped`,
  ),
  term(
    'overtrading',
    'taking too many trades',
    `
      overtrad*, over-trad*, over trad*, too many trades, traded too much, trad* too often, churn*,
      machine gun*, bored*, boredom, forced trade*, forc* trades, forcing it, forced it, trading for action`,
  ),
  term(
    'oversized',
    'position too large',
    `
      oversiz*, over-siz*, too big, too large, too much size, sized up, size up, overleverag*, too heavy,
      full size*, double size, doubled my size, bet too much, risked too much, too many contracts`,
  ),
  term(
    'moved_stop',
    'moving the stop loss away',
    `
      mov* my stop*, mov* the stop*, widen* my stop*, widen* the stop*, pull* my stop*, pull* the stop*,
      removed my stop*, removed the stop*, cancel* my stop*, cancel* the stop*, gave it more room, more room,
      no stop*, without a stop*, did not have a stop, didn't have a stop, no hard stop, mental stop*`,
  ),
  term(
    'stopped_out',
    'stop loss was hit',
    `
      stopped out, stop* me out, hit my stop*, stop got hit, stop was hit, took the stop, tagged my stop,
      shaken out, shook me out, shakeout, stop run, stop hunt*`,
  ),
  term(
    'cut_winner',
    'closing a winner too early',
    `
      cut my winner*, cut the winner*, cut winner*, cutting winner*, took profit* too early,
      took profit* too soon, exit* too early, exit* too soon, exit* early, early exit*,
      left money on the table, sold too early, sold too soon, got out too early, got out too soon, bailed,
      bail* early, paper hand*, covered too early, out too soon, out too early`,
  ),
  term(
    'held_loser',
    'holding a loser too long',
    `
      held the loser*, hold* los*, held los*, held too long, hold* too long, let the loser run,
      let it run against, hop* it would come back, hop* it comes back, hoped for a bounce, bag hold*,
      bagholder*, bag-hold*, refus* to take the loss, wouldn't take the loss, rode it down, sat through, froze,
      froz* up`,
  ),
  term(
    'fear',
    'afraid, hesitating',
    `
      hesitat*, scared, afraid, fear, fearful, nervous*, anxi*, timid, second guess*, second-guess*,
      didn't pull the trigger, could not pull the trigger, couldn't pull the trigger, pull the trigger,
      gun-shy, gun shy, doubt*`,
  ),
  term(
    'greed',
    'greedy, wanting more',
    `
      greed*, wanted more, held out for more, got cocky, cocky, overconfiden*, euphori*, invincible, cockiness,
      round trip*, roundtrip*, round-trip*, gave it all back, gave it back, gave back, gave the profit back`,
  ),
  term(
    'discipline',
    'following the plan',
    `
      disciplin*, follow* my plan, follow* the plan, stuck to my plan, stuck to the plan, stick to the plan,
      patien*, followed my rules, followed the rules, by the book, textbook, waited for, a+ setup,
      a plus setup, well executed`,
  ),
  term(
    'rule_break',
    'breaking my own rules',
    `
      broke my rule*, broke the rule*, break* my rule*, break* rule*, ignored my rule*, ignored the rule*,
      off plan, not my setup, no setup, not in my playbook, against my plan, against my rules, impuls*,
      undisciplin*, off-plan, violat*, unplanned, without a plan, deviat*`,
  ),
  term(
    'breakout',
    'breakout through a level',
    `
      breakout*, break out, broke out, breaking out, broke above, broke the high, break of the high, new high*,
      range break*`,
  ),
  term(
    'fakeout',
    'failed breakout',
    `
      fakeout*, fake out*, fake-out*, failed break*, false break*, bull trap*, bear trap*, trapped,
      failed and reversed`,
  ),
  term(
    'pullback',
    'buying a dip or retracement',
    `
      pullback*, pull back, pulled back, retrac*, dip, dips, dip buy*, bought the dip, buy* the dip, retest*`,
  ),
  term(
    'reversal',
    'fading the move, counter-trend',
    `
      reversal*, fad*, counter trend, countertrend, counter-trend, catch* a falling knife, falling knife,
      pick* tops, pick* the top, pick* the bottom, bottom fish*, top tick*, mean reversion, mean-reversion,
      against the trend, overextended`,
  ),
  term(
    'trend',
    'trading with the trend',
    `
      with the trend, trend follow*, trend-follow*, trend day*, trending, momentum, rode the trend,
      trend is your friend`,
  ),
  term(
    'opening_range',
    'the first minutes after the open',
    `
      orb, opening range, the open, opening bell, first 5 minutes, first five minutes, first 15 minutes,
      first half hour, at the bell, market open, opening drive, first candle, right after the open,
      off the open`,
  ),
  term(
    'gap',
    'gap at the open',
    `
      gap, gaps, gapp*, gap-up, gap-down, gap fill, gap-and-go, gap and go`,
  ),
  term(
    'vwap',
    'volume weighted average price',
    `
      vwap, volume weighted average`,
  ),
  term(
    'level',
    'support and resistance level',
    `
      support, resistance, key level*, supply zone, demand zone, prior day high, previous day high,
      overnight high, pivot*`,
  ),
  term(
    'news',
    'news, earnings or economic data',
    `
      earnings, news, headline*, catalyst*, fomc, the fed, fed day, cpi, nfp, payroll*, powell, rate decision,
      econ data, er play`,
  ),
  term(
    'breakeven',
    'moving the stop to breakeven',
    `
      breakeven*, break even, break-even, scratch*, flat trade, b/e, stop to entry, got out flat`,
  ),
  term(
    'trailing',
    'trailing stop',
    `
      trail*, trailing stop*, trailed my stop, let it run, let winners run, let my winner* run, rode it`,
  ),
  term(
    'slippage',
    'bad fill, slippage',
    `
      slippage, slipp*, bad fill*, poor fill*, market order*, spread was wide, illiquid, wide spread*,
      got filled badly`,
  ),
  term(
    'tired',
    'tired, sick or distracted',
    `
      tired, fatigue*, exhaust*, slept, no sleep, sleep*, sick, hungover, distract*, unfocus*, not focused,
      phone call, multitask*, burned out, burnt out, burnout`,
  ),
  term(
    'loss_limit',
    'daily loss limit',
    `
      daily loss limit, max loss, max daily loss, loss limit, daily stop, walk* away, shut it down,
      stopped trading for the day, done for the day, circuit breaker`,
  ),
  term(
    'scalp',
    'quick scalp',
    `
      scalp*, quick flip, in and out`,
  ),
  term(
    'overnight',
    'holding overnight',
    `
      overnight, held over the weekend, swing*, hold over, held into the close`,
  ),
  term(
    'squeeze',
    'short squeeze',
    `
      squeez*, short cover*, shorts covering, ripped in my face, gamma squeeze`,
  ),
  term(
    'late_day',
    'last hour, close',
    `
      power hour, last hour, into the close, end of day, eod, the close`,
  ),
  term(
    'drawdown',
    'drawdown, losing streak',
    `
      drawdown*, losing streak*, cold streak, slump*, losing run, bad run, rough patch, in a row,
      string of loss*`,
  ),
];

function term(id: string, plain: string, forms: string): Term {
  return { id, plain, forms: forms.split(',').map((form) => form.trim()) };
}

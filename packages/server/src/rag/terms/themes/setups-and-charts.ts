/** Setups, patterns and what is drawn on charts. */
export const SETUPS_AND_CHARTS = `
breakout = breakout through a level
  breakout, break out, break above, break below, break over, break high, break of day, hod break, new high, new ath,
  all time high, range break, take out high, clear resistance, through resistance, break of base, donchian, momentum burst
failed_breakout = failed breakout
  fakeout, fake, failed break, failed breakout, break fail, false break, false breakout, trap, fail and reverse,
  look above and fail, look below and fail, spring, upthrust, come back inside, back inside range, swing failure, sfp, poke above,
  deviation, turtle soup
breakdown = falling through support
  breakdown, break down, broke down, lose support, break support, break low, lod break, new low
pullback = entry on a retracement
  pullback, pull back, retrace, retracement, retest, dip, throwback, kiss, back to breakout level, fib, fibonacci, golden pocket,
  38 percent, 618, polite entry, better price
reversal = a turn of the market
  reversal, reverse, turnaround, v bottom, double bottom, double top, trend change, turning point, rotate
fade = trading against the move
  fade, fading, faded, counter trend, countertrend, contrarian, against trend, against move, sell strength, sell into strength,
  short strength, buy weakness, short rip, sell rip, sell spike, short pop, fight trend, fight tape, had to turn, step in front,
  against crowd, overextended, sell because everyone afraid, sell .. fear
pick_tops = calling a top or bottom
  pick top, pick bottom, top pick, bottom pick, top call, call top, calling top, top tick, bottom tick, bottom fish,
  bottom fishing, guess top, guess bottom, sell because too high, short because too high, short vertical, vertical move,
  one who sell it, smart one who sell
falling_knife = buying something that keeps falling
  catching knife, catch falling, knife, buy falling, buy .. still falling, first be falling stock, front side, too early to buy,
  value trap, cheap be not reason, cheapness, fall without stop
mean_reversion = back to the average
  revert, reversion, back to mean, snap back, rubber band, stretched, overextended, extended, overbought, oversold, bollinger,
  keltner, standard deviation, range trade, buy floor, sell ceiling, buy low of range, sell high of range, fade edge
trend_following = trading with the trend
  trend, trend following, trending, one way, momentum, uptrend, downtrend, higher high, higher low, lower high, lower low, intact
momentum = strong moves
  momentum, momo, relative strength, rs, runner, gapper, leading stock, hot stock, in play
opening_range = the first minutes after the open
  orb, opening range, opening drive, opening bell, at open, at bell, off open, after open, first 5 minute, first five minute,
  first 15 minute, first fifteen minute, first 30m, first 30 minute, first half hour, first hour, first minute, first candle,
  first ten minute, market open, cash open, morning session, 9:30, 930, ib, initial balance, ib extension, london open,
  new york open
gap = a gap at the open
  gap, gapped, gapper, open higher, open lower, opened .. percent
vwap = volume weighted average price
  vwap, volume weighted average, avwap
reclaim = price takes a level back
  reclaim, reclaimed, take back level, back above, regain, red to green, r2g
rejection = a level that holds
  reject, rejection, hold level, bounce, turn away, fail at, pin bar, hammer, shooting star, wick, tail
level = support and resistance
  level, support, resistance, supply zone, demand zone, prior day high, previous day high, yesterday high, yesterday low, pdh,
  pdl, overnight high, overnight low, onh, onl, pivot, round number, line in sand, range high, range low, order block,
  fair value gap, fvg, poc, value area, vah, val
moving_average = moving average
  moving average, ma, ema, sma, 21 day, ten day, 10 day, 50 day, fifty day, 200 day, two hundred day, 10 week, day line,
  golden cross, death cross, below line
indicators = technical indicators
  indicator, rsi, macd, stochastic, atr, adx, bollinger, ichimoku, oscillator, divergence, diverge, supertrend
chart_patterns = chart patterns
  flag, pennant, wedge, triangle, head and shoulder, cup and handle, cup, double top, double bottom, rounding bottom, inside bar,
  inside day, engulfing, doji, nr7, abcd, harmonic
tight_range = a narrow range before a move
  tight, narrow range, squeeze, coil, coiling, compression, contraction, vcp, consolidate, consolidation, inside day,
  low volatility, nr7, basing
volume = traded volume
  volume, light volume, dry up, rvol, participation, nobody take part, turnover, accumulation, distribution
tape_reading = reading the order flow
  tape, tape reading, time and sales, order flow, orderflow, footprint, delta, cumulative delta, level 2, level ii, l2, dom,
  depth, ladder, book, absorb, absorption, soak up, soaked up, passive bid, iceberg, big seller, big buyer, spoof, spoofing,
  print, prints, bid stack, heavy selling, aggressor, market profile, volume profile, refresh
short_squeeze = short squeeze
  squeeze, get squeezed, short cover, short covering, cover short, shorts trapped, rip, ripped, record short, short interest,
  face ripper, spec fund short, rush to cover
blow_off_top = a climax at the high
  blow off, blowoff, climax, climactic, parabolic, parabola, vertical, exhaustion, frenzy, mania, euphoria, straight up, bubble,
  froth, frothy, shoeshine boy, everyone tell me to buy
first_pullback = first green day and multi-day runners
  first green day, first red day, day two, day 2, day three, multi day runner, second day play, backside, back side, front side
sympathy = stocks moving with a theme
  sympathy, sector, group move, laggard, narrative, rotation, rotate, hot theme, thematic
relative_pair = one thing against another
  pair trade, pairs trade, ratio, relative value, long short, spread trade, market neutral, rotation, outperform
multi_timeframe = several time frames
  time frame, timeframe, htf, ltf, daily chart, weekly chart, five minute chart, one minute chart, 5 minute chart, hourly,
  daily bar
swing_trade = holding days to weeks
  swing, hold for day, hold for week, position trade, multi day
seasonality = time of the year
  seasonality, seasonal, season, time of year, harvest, santa rally, sell in may, january effect, month end, quarter end,
  turn of month, window dressing
reversal_candle = capitulation reading
  capitulation, capitulate, panic, washout, flush, puke, selling climax, exhaustion
`;

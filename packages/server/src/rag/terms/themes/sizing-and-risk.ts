/** How much is at stake, and what it may cost. */
export const SIZING_AND_RISK = `
oversized = the position was too large
  oversize, over size, too big, too large, too much size, size up, too heavy, double size, twice size, twice .. size, triple size,
  2x size, 3x size, 4x size, double lot, double contract, bet too much, risk too much, too many contract|share|lot, outsized,
  go big, all in, yolo, bet farm, bet house, swing for fence, full port, overexposed, over exposed, larger than normal,
  bigger than normal, position .. twice .. mean
small_size = trading small
  small size, reduce size, half size, quarter size, size down, cut size, smaller size, trade small, micro, tenth of size,
  third of size, one lot, 1 lot, one contract, min size, minimum size, tiny size, tiny position, small position, starter size,
  reduce risk, half risk, half position, lighter, size .. very small
position_sizing = how large a position should be
  position size, size position, size rule, size ladder, fixed fraction, fixed fractional, percent risk, risk per trade, risk unit,
  kelly, kelly criterion, lot size, number of share|contract, how many share|contract, share count, calculate size, round lot,
  size by
volatility_sizing = sizing by volatility
  volatility adjusted, vol adjusted, volatility sizing, atr sizing, size by atr, size by volatility, same dollar at risk,
  same number of dollar, same money at risk, size|sizing in .. volatility, size|sizing for .. volatility, size down in|for .. volatility,
  volatility be extreme, range of .. point, half size because of range, equal risk, risk parity, vol target, atr multiple, average true range
leverage = trading with borrowed money
  leverage, overleveraged, overleverage, lever, levered, leveraged, margin, borrow money, borrowed money, 10x, 20x, 50x, 100x,
  gear, gearing, buying power
margin_call = forced to close by the broker
  margin call, call from broker, force liquidate, liquidate, liquidated, liquidation, broker close, buying power negative,
  margin requirement, margin go up, raise margin, margin hike, margin increase, blow up account, margin desk, house call,
  fed call, rekt
blown_account = the account was lost
  blow up, blow account, blown account, blow .. account, wiped out, wipe, ruin, account go to zero, zero account, bust,
  lose everything, lose whole account
stop_loss_rule = a limit on losses
  daily limit, loss limit, max loss, maximum loss, daily stop, daily loss, stop for day, stop trading for day, circuit breaker,
  lockout, lock out, lock me out, kill switch, cool off, cool down, cooling off, max drawdown rule, three strike, three loss rule,
  red day limit, cap on loss, 2 loss and done
done_for_day = stopping for the day
  done for day, walk away, shut it down, call it day, call it quits, close platform, close laptop, shut down platform,
  stop trading before|at|by|after, shut down at|by, done at|by, quit at|by, finish at|by, no trade after, not trade after, only first .. minute|hour,
  only morning, trading hour, afternoon lose, curfew, quit while ahead, stop trading, stop for day, log off, step away, shut screen, turn off screen, screen off, hang up, shut dom
risk_reward = reward compared with risk
  risk reward, reward to risk, reward risk, risk to reward, r r, rr, r:r, r multiple, asymmetric, asymmetry, skewed payoff,
  average gain, average loss, ratio of win
r_multiple = a result in units of risk
  1r, 2r, 3r, one r, two r, three r, 5r, minus r, plus r, 2 r, 3 r
drawdown = the account's fall from its high
  drawdown, draw down, dd, underwater, under water, peak to trough, off peak, equity dip, longest time under water, hole
losing_streak = many losses in a row
  losing streak, cold streak, slump, losing run, bad run, rough patch, loss in row, loser in row, red day in row, string of loss,
  consecutive loss, consecutive loser, straight loss, straight loser, three red day, red week, losing week, ice cold
winning_streak = many wins in a row
  winning streak, hot streak, hot hand, on roll, on fire, win in row, winner in row, green day in row, green week, winning run,
  string of win, consecutive win, straight win, on tear, in zone
gave_back = profits were given back
  give back, give it back, give .. back, give all back, give gain back, round trip, roundtrip, round tripped, boomerang,
  green to red, winner turn loser, winner into loser, winner to loser, evaporate, from up to down, back to breakeven,
  back to zero, unrealised go, watch profit disappear, give it away, give away profit|gain, protect profit|gain, profit protection,
  protect .. profit|gain, lock in month|week|day, cancel target, move target
correlation = positions that are one bet
  correlate, correlation, correlated, same bet, same trade, one trade, one bet, double exposure, same direction,
  count them as one, move together, eggs in one basket, independent, not independent, same idea, same theme twice, one trade .. time,
  same thing twice, all one position
concentration = too much in one thing
  concentration, concentrated, single name risk, single stock risk, too much in one, eggs in one basket, all eggs, overweight,
  diversify, diversification, spread out
hedge = protection against loss
  hedge, hedging, hedged, insurance, protect, protection, protective, tail risk, black swan, offset, collar, married put, insure,
  cover downside
gap_risk = an opening beyond the stop
  gap risk, gap against, gap through stop, gap over stop, gap down, gap up against, jump over stop, open beyond stop, open lower,
  weekend risk, weekend gap, sunday gap, overnight gap, overnight risk, stop not help, stop jump, fill far below, fill mile away,
  open .. pip higher|lower
event_risk = risk from a scheduled event
  event risk, into event, before event, binary, hold through, hold into, through number, headline risk, ahead of report,
  flat into, flat going into, flat before, flat by
risk_management = managing risk
  risk management, manage risk, risk first, defense, defend capital, protect capital, capital preservation, preserve capital,
  live to fight, survive, survival, stay in game, risk plan, risk control, discipline of risk
cash = keeping cash ready
  dry powder, keep cash, in cash, cash on hand, cash position, reserve, sit on cash, raise cash, powder dry, ammo, ammunition,
  war chest, bid ready, stablecoin, mostly cash
expectancy = what a trade earns on average
  expectancy, expected value, ev, positive expectancy, edge, statistical edge, profit factor, win rate, hit rate, batting average,
  strike rate, percent winner
luck = a result that was not skill
  luck, lucky, unlucky, not skill, fluke, accident, by chance, randomness, variance, coin flip, not my fault,
  nothing to do with skill, free money
good_loss = a loss without a mistake
  good loss, lose well, nothing wrong, by plan and lose, no mistake, would do it again, do it all again, correct and lose,
  right process wrong outcome, process over outcome, cost of business, cost of doing business, no lesson, nothing to learn,
  part of game, not my fault
bad_win = a profit from a mistake
  bad win, wrong but paid, paid for break rule, get away with, reward for bad, bad trade that .. pay, undeserved, lucky win,
  not deserve
`;

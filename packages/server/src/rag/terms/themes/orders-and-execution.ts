/** Orders, fills, and what the platform and the broker do to them. */
export const ORDERS_AND_EXECUTION = `
market_order = market order
  market order, at market, market buy, market sell, hit ask, hit bid, lift offer, take liquidity, cross spread
limit_order = limit order
  limit order, buy limit, sell limit, resting order, work order, working order, passive order, lowball, post only,
  good till cancel, gtc
stop_order = stop order
  stop order, stop market, stop limit, buy stop, sell stop, stop entry, hard stop, stop loss order, protective stop, trigger order
bracket_order = entry, stop and target in one order
  bracket, oco, one cancel other, oso, atm strategy, preset order, attached order, entry stop target
resting_bids = orders placed ahead
  stink bid, silly low bid, resting bid, standing order, order sit there, order in place, stacked, bid and offer, bids and offers,
  ladder, grid, set and forget, set .. beforehand, order already in, already in platform, in platform before, by robot,
  limit order sit
slippage = a worse fill than expected
  slippage, slip, slipped, bad fill, poor fill, worse fill, fill worse, worse than trigger, filled worse, execute .. worse,
  horrible fill, terrible fill, fill far below, fill mile away, fill .. below, way off, fill .. pip worse, fill .. tick worse,
  fill .. point worse, get picked off, requote, re quote
wide_spread = wide bid-ask spread
  wide spread, spread wide, spread be wide, spread widen, spread blow out, spread go from, spread nuts, bid ask, bid offer,
  pay spread, pay .. spread, illiquid, illiquidity, no liquidity, low liquidity, thin
fat_finger = an order typed wrongly
  fat finger, fat fingered, typo, extra zero, typed, wrong button, wrong key, wrong side, wrong symbol, wrong ticker,
  wrong contract, wrong account, wrong size, misclick, mis click, click wrong, hit buy .. want, instead of sell, instead of buy,
  bought instead, sold instead, ten instead of one, keyboard, hotkey, hot key, order entry error, order entry mistake, enter wrong
duplicate_order = an order sent twice
  duplicate order, double fill, order twice, send twice, sent again, fill twice, both fill, repeat order, resend, idempotent,
  client order id
platform_down = the platform, internet or computer failed
  platform down, platform crashed, platform hang, freeze, frozen, crash, outage, disconnect, disconnected, disconnection,
  connection, internet, wifi, wi fi, router, hotspot, power cut, power go out, blackout, electricity, computer, pc, laptop die,
  reboot, windows update, software, technical failure, technical problem, technical issue, tech issue, glitch, bug, server down,
  exchange down, maintenance, not log in, locked out of account, backup, battery, ups, technology, hardware failure
data_feed = a data feed that lags
  lag, lagged, lagging, latency, delayed quote, delayed data, stale quote, stale price, feed, chart freeze, quote freeze,
  behind real price, bad tick, bad print
broker_problem = trouble with the broker
  broker, brokerage, complain, complaint, support ticket, customer service, call support, trade desk, dealing desk, requote,
  re quote, rejected, withdraw, withdrawal, withdrawn, transfer, open account elsewhere
trapped = not able to get out
  not get out, no way out, not exit, not able to sell, not able to exit, trapped, lock up, locked limit, limit down, limit up,
  halt, no bid, no buyer, unstake, cooldown, lockup, couldnt sell, untradeable, stuck in, get stuck
halt = trading halted
  halt, halted, luld, circuit breaker, volatility pause, resume lower, suspend, suspended
automation = trading by a program
  bot, robot, algo, algorithm, automate, automated, automatic, automation, script, expert advisor, ea, api, programmed, copier,
  execute by, vps
copy_accounts = several accounts traded at once
  copier, copy trade, multiple account, several account, five account, all account
alerts = price alerts
  alert, alarm, notification, ping, notify
hotkeys = keyboard orders
  hotkey, hot key, keyboard shortcut
short_availability = shares to borrow for a short
  locate, borrow, htb, short sale restriction, ssr, uptick rule, short list, shares to short, no shares, threshold list
pattern_day_trader = the day-trade rule for small accounts
  pdt, pattern day trader, pattern day trading, day trade left, three day trade, all three day, under 25k, 25k rule,
  day trade limit, good faith violation, unsettled, settlement, cash account
overnight = holding overnight
  overnight, over night, hold into close, hold through close, over weekend, through weekend, into weekend, carry over, swing,
  position alive, sleep, left open, woke up to
day_trade = in and out within the day
  day trade, daytrade, intraday, in and out, flat by close, flat at close, session
scalp = quick scalp
  scalp, scalper, scalping, flip, tick for tick, few tick, quick in, quick trade, ping pong
commission = commissions and fees
  commission, comms, fee, fees, trading cost, transaction cost, round turn cost, clearing fee, expense, subscription,
  costs of trading
holding_cost = what holding a position costs
  swap, swaps, rollover fee, roll over fee, financing, holding cost, cost of carry, carry cost, overnight fee, overnight interest,
  margin interest, borrow cost, borrow fee, wednesday swap, funding, night i pay, decay, staking, negative carry
reversal_of_position = turning the position round
  flip, flipped, stop and reverse, turned, reverse position, reverse long, reverse short, sar, switch side, change side
exit_plan = planning the exit
  exit plan, exit strategy, plan exit, know where i get out, exit rule, how i get out
`;

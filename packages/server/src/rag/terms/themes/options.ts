/** Options. */
export const OPTIONS = `
option = options
  option, options
long_options = bought options
  long call, long put, buy call, buy put, debit, lotto, lottery ticket, weeklies, weekly call, otm call, far otm
short_options = sold options
  short put, short call, sell premium, sell put, sell call, premium seller, premium selling, short premium, write call, write put,
  theta gang, credit, collect premium
naked_options = sold options without protection
  naked, uncovered, unhedged, undefined risk, unlimited risk, without protection, not wing
defined_risk = sold options with protection
  defined risk, wing, wings, define risk, spread instead of naked, max loss known, risk defined
vertical_spread = a spread of two strikes
  vertical, credit spread, debit spread, put spread, call spread, bull put, bear call, bull call, bear put, pcs, bps, bcs
iron_condor = iron condor
  condor, iron fly, iron butterfly, ic, jade lizard, broken wing
butterfly = butterfly
  butterfly, fly, bwb, pin at strike
strangle = strangle or straddle
  strangle, straddle, strangles, straddles, both side premium, buy .. move, sell .. move, expected move, implied move, event vol
calendar = calendar or diagonal spread
  calendar, diagonal, time spread, pmcc, poor man covered call
covered_call = calls sold against shares
  covered call, covered calls, call against share, sell call against, sell call above basis, call over stock, overwrite,
  buy write, buywrite, cap upside, capped, called away
cash_secured_put = puts sold to buy shares
  csp, cash secured, sell put to get stock, put to me, get put, put the shares, put the stock, get paid to wait
wheel = the wheel
  wheel, full cycle, triple income, sold puts got stock
assignment = shares delivered by an option
  assign, assigned, assignment, exercise, exercised, called away, put to me, get put, wake up short, deliver, delivered share,
  short stock after, shares taken
expiration = expiry
  expire, expiration, expiry, expired, opex, op ex, witching, quadruple witching, worthless, third friday
pin_risk = closing at the strike
  pin, pinned, pinning, at strike, on strike, near strike at expiration, max pain, cents from strike
zero_dte = options that expire today
  0dte, 0 dte, zero dte, odte, same day expiration, same day option, expire today, zero day, 1dte
dte = days to expiration
  dte, day to expiration, 45 day out, 30 day call, tenor, dated
theta = time decay
  theta, decay, time value, extrinsic, melt, bleed value, day pass, income from premium, collect
gamma = gamma
  gamma, gex, dealer gamma, moves too fast near expiration, clock run down
delta = delta
  16 delta, 30 delta, 70 delta, delta neutral, short delta, directional exposure, net delta, delta hedge, delta risk
vega = exposure to volatility
  vega, long vol, short vol, volatility exposure
implied_volatility = implied volatility
  iv, implied, ivr, iv percentile, vol rank, juiced, rich premium, rich vol, expensive option, cheap option, option price .. in,
  priced move
iv_crush = volatility falls after an event
  crush, crushed, vol collapse, vol collapsed, volatility collapse, vol come in, iv collapse, premium collapse, vol drain
skew = skew
  skew, smile, term structure, contango in vix, vix futures, vix backwardation
rolling = rolling an option position
  roll, rolled, keep rolling, defend position
leaps = long-dated options
  leaps, long dated, two year call, stock replacement, deep itm call, deep in money
moneyness = in, at or out of the money
  itm, otm, atm, in money, out of money, at money, strike
take_profit_options = closing options early
  half of credit, 50 percent of credit, 50 percent profit, buy back, close at half, 21 day, manage winner, gtc close
buying_power = buying power used
  buying power, bpr, buying power reduction, notional, portfolio margin, margin use, reg t
legging = trading the legs one by one
  legged, one order, legging, half of position first
vix_products = volatility products
  vix, uvxy, vxx, svix, svxy, volatility etf
`;

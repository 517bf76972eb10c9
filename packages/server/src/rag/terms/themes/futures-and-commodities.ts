/** Futures and commodities. */
export const FUTURES_AND_COMMODITIES = `
rollover = rolling to the next contract month
  rollover, roll, front month, back month, next contract, march contract, june contract, september contract, december contract,
  expiring contract, first notice, delivery month, contract month
contract_specs = what a contract is worth
  tick value, tick size, tick worth, tick be, multiplier, point value, contract size, how much a tick, notional,
  ten dollar a tick, specs
basis_trade = futures against the spot price
  basis trade|trading, cash and carry, carry trade, spot versus future, spot vs perp, delta neutral, long perp, short perp, premium of future,
  short quarterly|quarterlies, arbitrage, arb, funding rate, annualised premium
carry = earning the interest difference
  carry, interest difference, interest differential, yield difference, rate differential, swap income, roll yield,
  picking pennies, picking coins, steamroller
contango = the curve of futures prices
  contango, backwardation, curve, term structure, calendar spread, bull spread, bear spread, spread widen, old crop, new crop,
  july december, jul dec, crack spread, crush spread, intermarket
limit_move = the price limit was reached
  limit up, limit down, lock limit, limit move, daily limit, limit day, down limit
grains = grains
  grain, grains, corn, wheat, soybean, soybeans, bean, beans, soy, oats, crop, agricultural, agriculture, ag market, ags, zc, zw,
  zs, softs
softs = soft commodities
  soft, coffee, cocoa, sugar, cotton, orange juice
livestock = livestock
  livestock, cattle, feeder cattle, hog, meats, beef
energy = energy
  energy, energies, oil, crude, gasoline, diesel, heating oil, natural gas, natgas, brent, wti, petroleum
metals = metals
  metal, gold, silver, copper, platinum, palladium, precious metals, bullion, industrial metal
commodities = commodities
  commodity, commodities, raw material
index_futures = futures on stock indices
  index future, equity index, emini, minis, micros, spoos, spooz, es, nq, ym, rty, nasdaq future
micro_contracts = micro contracts
  micro, mes, mnq, m2k, mym, mgc, mcl, tenth of size, tenth of money
first_position = overnight session
  globex, overnight session, rth, asia, london session, us session, cash session
physical_delivery = delivery
  delivery, physical delivery, warehouse, storage
commitment_of_traders = who holds what
  cot, commitment of traders, spec fund, speculator, managed money, record short, record long
`;

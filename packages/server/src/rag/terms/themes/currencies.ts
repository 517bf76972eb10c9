/** Currencies. */
export const CURRENCIES = `
forex = currencies
  forex, fx, currency, currencies, currency pair, majors, exotic, exotics
pips = the smallest unit of a rate
  pip, pips, pipette, point of currency
lots = sizes in currencies
  mini lot, micro lot, standard lot
sessions = sessions of the day
  asia session, asian session, asian range, tokyo session, london session, london open, london, new york session, new york afternoon, new york open, frankfurt, london close, session
intervention = a central bank or ministry steps in
  intervention, intervene, intervened, ministry, jawbone, peg, unpeg, defend currency, yentervention, mof
devaluation = a currency loses much
  devalue, devaluation, currency crisis, collapse of currency, fall 10 percent, emerging market, em currency
dollar = the US dollar
  dollar, us dollar, greenback, usd, dxy, dollar index
euro = the euro
  euro, eur, single currency, fiber, parity
pound = the British pound
  pound, sterling, cable, gbp, quid, british
yen = the Japanese yen
  yen, jpy, japanese yen, ninja, japan, tokyo
franc = the Swiss franc
  franc, swissy, chf, swiss franc, swiss
aussie = the Australian dollar
  aussie, aud, australian dollar, australia
kiwi = the New Zealand dollar
  kiwi, nzd, new zealand dollar, new zealand
loonie = the Canadian dollar
  loonie, cad, canadian dollar, canada
peso = the Mexican peso
  peso, mxn, mexican peso, mexico
lira = the Turkish lira
  lira, try, turkish lira, turkey, turkish, istanbul
yuan = the Chinese yuan
  yuan, renminbi, cnh, cny, chinese, china
rand_real_others = other currencies
  rand, zar, brl, rupee, inr, krw, krona, sek, krone, nok, zloty, pln, forint, huf, taiwan dollar, twd, ruble, south korean won, brazilian real
crosses = pairs without the dollar
  eurgbp, eurjpy, gbpjpy, audjpy, eurchf, cross, beast, guppy, geppy
time_zones = clocks
  time zone, timezone, utc, gmt, daylight saving, summer time, dst, wrong time zone
`;

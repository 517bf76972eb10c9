/** Currencies. */
export const CURRENCIES = `
forex = currencies
  forex, fx, currency, currencies, majors, exotic, exotics
pips = the smallest unit of a rate
  pip, pipette, point of currency
lots = sizes in currencies
  mini lot, micro lot, standard lot
sessions = sessions of the day
  asian range, london, new york afternoon, new york open, frankfurt, session
intervention = a central bank or ministry steps in
  intervention, intervene, intervened, ministry, jawbone, peg, unpeg, defend currency, yentervention, mof
devaluation = a currency loses much
  devalue, devaluation, currency crisis, collapse of currency, fall 10 percent, emerging market, em currency
dollar = the US dollar
  dollar, greenback, usd, dxy
euro = the euro
  euro, eur, single currency, fiber, parity
pound = the British pound
  pound, sterling, cable, gbp, quid, british
yen = the Japanese yen
  yen, jpy, japanese yen, ninja, japan, tokyo
franc = the Swiss franc
  franc, swissy, chf, swiss
aussie = the Australian dollar
  aussie, aud, australian dollar, australia
kiwi = the New Zealand dollar
  kiwi, nzd, new zealand
loonie = the Canadian dollar
  loonie, cad, canadian dollar, canada
peso = the Mexican peso
  peso, mxn, mexican peso, mexico
lira = the Turkish lira
  lira, try, turkey, turkish, istanbul
yuan = the Chinese yuan
  yuan, renminbi, cnh, cny, chinese, china
rand_real_others = other currencies
  rand, zar, brl, rupee, inr, krw, krona, sek, krone, nok, zloty, pln, forint, huf, taiwan dollar, twd, ruble, south korean won,
  brazilian real
crosses = pairs without the dollar
  eurgbp, eurjpy, gbpjpy, audjpy, eurchf, cross, beast, guppy, geppy
time_zones = clocks
  time zone, timezone, utc, gmt, daylight saving, summer time, dst
`;

/** What the market is like, and what moves it. */
export const MARKET_CONDITIONS = `
chop = sideways, directionless market
  chop, choppy, sideways, sideway, range bound, rangebound, range day, no direction, directionless, whipsaw, whipsawed, no trend,
  back and forth, whippy, dead market, drift, grind nowhere, go nowhere, noise, noisy, balanced, rotational, rotation day
volatility = large moves
  volatile, volatility, wild, vol, vix, fear index, ranges .. times, wide range, swings, violent, whip, crazy move, fast market,
  explosive, turmoil, nuts, jumpy, storm
quiet_market = little is going on
  quiet, slow day, dead, low volume, holiday market, dry up, drying up, low volatility, half day, nothing happen, boring market,
  sleepy
crash = a crash
  crash, collapse, plunge, plummet, meltdown, sell off, selloff, rout, panic, dump, dumped, freefall, free fall, bloodbath, blood,
  worst day, worst week, circuit breaker, black monday, cascade, flash crash, nuke, nuked, tank, tanked, bleed, carnage,
  everyone afraid, everyone be frightened
rally = a rise
  rally, rallied, rip, surge, surged, soar, soared, pump, pumped, moon, mooned, melt up, run up, squeeze higher, go off like,
  straight up
bear_market = falling market
  bear, downtrend, correction, drawdown in market, risk off, risk is sold, bearish
bull_market = rising market
  bull, uptrend, risk on, bullish, all time high, ath, record high, new record
lunch_hour = the middle of the day
  lunch, lunchtime, midday, mid day, noon, dead zone, doldrums, middle of day
late_day = last hour of the day
  power hour, last hour, final hour, into close, into bell, end of day, eod, moc, market on close, close imbalance, afternoon,
  late day, before close, before bell, last minute, 20 min left, after lunch
morning = the morning session
  morning, first hour, am session, premarket, pre market, premkt, before open, early
after_hours = outside regular hours
  after hour, afterhours, ah, extended hour, post market, premarket, pre market, overnight session, globex, asia session,
  asian session, asian range, eth session
night_trading = trading at night
  at night, 3am, 4am, 2am, middle of night, go to bed, wake me, asleep, sleeping, in the night, bedroom
weekend = the weekend
  weekend, saturday, sunday, friday close, monday open
holiday = a market holiday or time off
  holiday, holidays, vacation, christmas, thanksgiving, easter, new year, labour day, labor day, memorial day, independence day,
  juneteenth, time off, travel, away from market, hiking, business trip
news = news
  news, headline, headlines, catalyst, wires, tweet, tweeted, announcement, announce, breaking, rumor, rumour, press release,
  newspaper, truth social, schedule report|news|number|release|event, calendar, number in .. minute, report in .. minute,
  before number, before report, before release, inventory number, data release, economic number
fake_news = news that was not true
  fake headline, fake news, deny, denied, false rumor, hoax, retract
sell_the_news = the news was known already
  sell news, buy rumor, buy rumour, priced in, good news be sold, good news .. sold, sell good news, beat and fall,
  beat and still fall, bad news .. not fall, bad news and .. rise, news .. worst and price, cannot rise, fear in price
earnings = a company's results
  earnings, earning report, earning season, quarterly report, guidance, conference call, print day, eps, er, before report,
  after report, quarterly number|numbers|figures
central_bank = central banks and interest rates
  fed, fomc, rate decision, interest rate, rate cut, rate hike, cut rate, hike rate, powell, fed chair, jackson hole, ecb,
  lagarde, boe, bank of england, boj, bank of japan, rbnz, rba, snb, central bank, dot plot, press conference, minutes,
  policy meeting, monetary policy, quantitative
inflation_data = inflation figures
  cpi, ppi, pce, inflation, consumer price
jobs_report = the jobs report
  nfp, non farm, nonfarm, payroll, payrolls, jobs report, job number, employment report, unemployment, jobless claim, claims,
  jolts, adp
economic_data = economic figures
  gdp, retail sales, ism, pmi, data release, economic data, econ data, economic calendar, macro, number at 8 30, red folder,
  data point
bonds_rates = bonds and yields
  bond, bonds, yield, yields, treasury, treasuries, auction, gilt, gilts, bund, 10 year, ten year, duration, fixed income
tariffs = tariffs and trade policy
  tariff, tariffs, trade war, trade deal, export, sanction, sanctions, liberation day, duties, trade policy, import duty, customs,
  levy, ninety day pause, trade talk
politics = politics
  election, president, politics, political, government, shut down, shutdown, inauguration, parliament, minister, congress,
  white house, trump, prime minister, budget, intervention, intervene, ministry
geopolitics = war and peace
  war, attack, bomb, bombs, bombing, missile, invasion, iran, israel, ukraine, russia, ceasefire, cease fire, peace, geopolitical,
  geopolitics, terror, conflict
commodity_reports = reports on crops and stocks
  wasde, usda, inventories, inventory, eia, api report, cattle report, cattle on feed, acreage, drought, harvest, crop, stockpile,
  opec, weather, rain
dividend = dividends
  dividend, dividends, ex div, ex date, payout of company, yield stock, drip, reinvest, reinvested, quarterly payment,
  distribution, income stock, what be paid out
ipo = a newly listed company
  ipo, newly listed, recently listed, listing, go public, first day of trading, second day of trading, debut, direct listing,
  spac, lockup expiry
offering = a company sells new shares
  offering, secondary, dilution, dilute, diluted, s 3, s3, warrant, reverse split, raise capital, capital raise, months of cash,
  filing, filings, shelf offering
merger = a takeover
  merger, acquisition, acquire, buyout, takeover, take over, bid for, arb, spin off
scam = fraud
  scam, fraud, ponzi, cheated, rug, rugpull, rugged, pump and dump, guaranteed return, guarantee .. percent,
  guaranteed .. percent, steal, hack, hacked, robbed, exploit, swindle, devs pull
hype = hype
  hype, hyped, meme, memecoin, everybody spoke, everyone talk, lambo, cult, viral, buzz, popular, story stock, nostalgia
index_weight = the whole market
  index, indices, benchmark, broad market, breadth, passive, etf
`;

/** Preparing, reviewing, and all that surrounds trading. */
export const PROCESS_AND_LIFE = `
review = reviewing what was done
  review, weekly review, monthly review, month review, week review, quarter review, year review, half year, recap, look back, go through, went through, postmortem, post mortem, reread, re read, reread my note, year in figure, month in figure, year account, in figures, summary
screen_recording = recordings of the screen
  recording, recordings, screen recording, record screen, video of trade, watch replay, replay, footage, film, watch myself, play back
statistics = figures of one's own trading
  statistic, statistics, stat, stats, spreadsheet, sort trades, sorted trades, win rate, percent winner, sample, excel
checklist = a checklist
  checklist, check list, list of question, tick box, printed, pre trade routine, questions before order, criteria, question before
trading_plan = a plan
  plan, trading plan, game plan, playbook, rulebook, rules, written plan, strategy, blueprint, method
routine = preparation and routine
  routine, preparation, prepare, prep, morning routine, sunday routine, premarket prep, warm up, ritual, habit, homework, watchlist, watch list,
  scan, scanner
breathing = calming down
  breathe, breathing, breath, meditate, meditation, mindfulness, calm, calm down, yoga, clear head
exercise = moving
  gym, workout, exercise, walking, bike, bicycle, cycling, swim, hike, sport, lift weight, garden, gardening, go for run, go for walk, jog, walk dog
sleep = sleep and tiredness
  sleep, slept, no sleep, bad sleep, sleep badly, sleepless, insomnia, tired, tiredness, fatigue, exhausted, exhaustion of me, nap, awake, wake up, woke, four hours, up all night, jet lag, jetlag, rest, rested, burn out, burned out, burnt out, burnout, worn out, 3am
illness = being ill
  ill, sick, sickness, fever, flu, cold, covid, headache, migraine, hospital, doctor, dentist, health, pain killer, medication, unwell
drinking = alcohol
  alcohol, drunk, drinking, drink, beer, whisky, whiskey, hungover, hangover, party, glass of wine
caffeine = caffeine
  caffeine, caffeinated, coffee, coffees, espresso, energy drink, red bull, tea, cup, cups, pulse
distraction = distracted
  distract, distracted, distraction, unfocused, not focused, focus, concentrate, concentration of mind, phone call, multitask, netflix, twitter, scroll, at work, meeting, in meeting, kids around, side tracked, reading twitter, feed
family = family and friends
  family, wife, husband, spouse, girlfriend, boyfriend, married, marriage, kid, kids, child, children, son, daughter, baby, little one, toddler,
  mother, mom, mum, father, dad, parent, brother, sister, brother in law, in law, grandfather, friend, friends, relatives
accountability = answering to somebody
  accountability, accountable, hold me accountable, buddy, accountability partner, trading partner, answer to
mentor = a mentor
  mentor, mentored, mentoring, mentorship, coach, coached, coaching, teacher, therapist, psychologist, trading coach
education = learning
  course, courses, book, books, read book, webinar, studying, education, seminar, podcast
simulator = trading without money
  simulator, sim, paper trade, paper trading, paper account, demo, demo account, practice account, play money, fake money, sim account,
  replay trading, forward test, no real money, virtual
backtest = testing on past prices
  backtest, back test, backtested, backtesting, tested, historical test, ten years of data, walk forward, out of sample, optimise, optimize, curve fit, curve fitting, overfit, overfitting, profit factor, sample size, test over
live_money = going live
  live, go live, live account, real money, first live trade, small live
day_job = the job beside trading
  day job, job, quit job, quit day job, quit, full time, fulltime, full time trading, living from trading, trade for living, boss, office, salary, career, employ, shift
expenses = money to live on
  expenses, bills, rent, mortgage, savings, emergency fund, pay for car, paid car, pay car, bought car, new car, paid for vacation, spend profit, withdraw, retirement, pension, lifestyle
taxes = taxes
  tax, taxes, taxed, irs, accountant, cpa, deduct, deductible, deduction, disallow, disallowed, wash sale, thirty day, 30 day rule, capital gain, capital gains, short term gain, long term gain, harvest loss, tax loss, tax loss harvesting, realise loss, realize loss, loss for tax year, 1099, form 8949, section 1256, mark to market, csv, fiscal, tax year, declare
charity = giving
  gift, charity, donate, donation, give to school, give away share
adviser = paying for advice
  adviser, advisor, financial adviser, wealth manager, money manager, management fee, percent a year, fund manager
rebalance = restoring the weights
  rebalance, rebalanced, rebalancing, allocation, asset allocation, 60 40, trim winner to target
buy_and_hold = holding for the long term
  buy and hold, long term, hold forever, own company, investor, invest, investment, investing, long haul, set and forget, never sell, retirement
take_profit_life = enjoying gains
  celebrate, bought car, paid car, vacation, holiday paid, felt real, feel more real
missed_sleep_alert = night alerts
  alert wake, alarm wake, phone wake, woken by
new_market = trying a new market
  new market, first try, try new, never traded before, unfamiliar, experiment
wrong_thesis = the idea was wrong
  thesis, thesis broken, wrong idea, idea wrong, be wrong, invalid, invalidate, invalidation, not true anymore, thesis wrong, story change
exits_of_habit = habits
  habit, bad habit, old habit, good habit, best habit, relapse, fell back
strange_move = a move without a reason
  not understand, not know why, no reason, for no reason, out of blue, unexplained, do not know why, surprising, unexpected
quit_trading = giving up
  quit trading, give up, stop trading for good, hang up, retire from trading, throw method away
mixed_up = mixed-up instruments
  wrong contract, wrong month, wrong expiry, wrong strike, mixed up, mix up, confuse, confused
equity_curve = the account
  equity curve, account high, high water mark, new high for account, account at its high, profit and loss, account balance
red_day = a losing day
  red day, losing day, down day, lost money
green_day = a winning day
  green day, winning day, up day, profitable day, made money
`;

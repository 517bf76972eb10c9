/** Preparing, reviewing, and all that surrounds trading. */
export const PROCESS_AND_LIFE = `
review = reviewing what was done
  review, half year, recap, look back, go through, postmortem, post mortem, reread, re read, year account, in figures, summary
screen_recording = recordings of the screen
  recording, recordings, video of trade, replay, footage, film, watch myself, play back
statistics = figures of one's own trading
  statistic, statistics, stat, stats, spreadsheet, sort trades, sorted trades, win rate, percent winner, sample, excel
checklist = a checklist
  checklist, check list, list of question, tick box, printed, pre trade routine, questions before order, criteria, question before
trading_plan = a plan
  plan, playbook, rulebook, rules, written plan, strategy, blueprint, method
routine = preparation and routine
  routine, preparation, prepare, prep, warm up, ritual, habit, homework, watchlist, watch list, scan, scanner
breathing = calming down
  breathe, breathing, breath, meditate, meditation, mindfulness, calm, yoga, clear head
exercise = moving
  gym, workout, exercise, walking, bike, bicycle, cycling, swim, hike, sport, lift weight, garden, gardening, go for run, jog
sleep = sleep and tiredness
  sleep, slept, sleep badly, sleepless, insomnia, tired, tiredness, fatigue, exhausted, exhaustion of me, nap, awake, woke,
  four hours, up all night, jet lag, jetlag, rest, rested, burn out, burned out, burnt out, burnout, worn out, 3am
illness = being ill
  ill, sick, sickness, fever, flu, cold, covid, headache, migraine, hospital, doctor, dentist, health, pain killer, medication,
  unwell
drinking = alcohol
  alcohol, drunk, drinking, beer, whisky, whiskey, hungover, hangover, party, glass of wine
caffeine = caffeine
  caffeine, caffeinated, coffee, coffees, espresso, energy drink, red bull, tea, cup, pulse
distraction = distracted
  distract, distracted, distraction, unfocused, not focused, focus, concentrate, concentration of mind, phone call, multitask,
  netflix, twitter, scroll, at work, meeting, kids around, side tracked, feed
family = family and friends
  family, wife, husband, spouse, girlfriend, boyfriend, married, marriage, kid, child, children, son, daughter, baby, little one,
  toddler, mother, mom, mum, father, dad, parent, brother, sister, in law, grandfather, friend, friends, relatives
accountability = answering to somebody
  accountability, accountable, buddy, trading partner, answer to
mentor = a mentor
  mentor, mentored, mentoring, mentorship, coach, coached, coaching, teacher, therapist, psychologist
education = learning
  course, courses, book, books, webinar, studying, education, seminar, podcast
simulator = trading without money
  simulator, sim, paper trade, paper account, demo, practice account, play money, fake money, replay trading, forward test,
  no real money, virtual
backtest = testing on past prices
  backtest, backtested, backtesting, tested, historical test, ten years of data, walk forward, out of sample, optimise, optimize,
  curve fit, curve fitting, overfit, overfitting, profit factor, sample size
live_money = going live
  live, real money
day_job = the job beside trading
  job, quit, full time, fulltime, living from trading, trade for living, boss, office, salary, career, employ, shift
expenses = money to live on
  expenses, bills, rent, mortgage, savings, emergency fund, pay for car, paid car, bought car, new car, paid for vacation,
  spend profit, withdraw, retirement, pension, lifestyle
taxes = taxes
  tax, taxes, taxed, irs, accountant, cpa, deduct, deductible, deduction, disallow, disallowed, wash sale, thirty day,
  30 day rule, capital gain, capital gains, short term gain, long term gain, harvest loss, tax loss harvesting, realise loss,
  realize loss, 1099, form 8949, section 1256, mark to market, csv, fiscal, declare
charity = giving
  gift, charity, donate, donation, give to school, give away share
adviser = paying for advice
  adviser, advisor, financial adviser, wealth manager, money manager, management fee, percent a year, fund manager
rebalance = restoring the weights
  rebalance, rebalanced, rebalancing, allocation, 60 40, trim winner to target
buy_and_hold = holding for the long term
  buy and hold, long term, hold forever, own company, investor, invest, investment, investing, long haul, set and forget,
  never sell, retirement
take_profit_life = enjoying gains
  celebrate, bought car, paid car, vacation, holiday paid, felt real, feel more real
missed_sleep_alert = night alerts
  alert wake, alarm wake, phone wake, woken by
new_market = trying a new market
  new market, first try, try new, never traded before, unfamiliar, experiment
wrong_thesis = the idea was wrong
  thesis, wrong idea, idea wrong, be wrong, invalid, invalidate, invalidation, not true anymore, story change
exits_of_habit = habits
  habit, relapse, fell back
strange_move = a move without a reason
  not understand, not know why, no reason, out of blue, unexplained, surprising, unexpected
keep_method = not changing what works
  not change, not improve, not tweak, not tinker, not touch rule|system|method, not broken, rule|system|method work, stick to|with rule|system|method,
  same rule, same system
quit_trading = giving up
  quit trading, give up, stop trading for good, hang up, retire from trading, throw method away
mixed_up = mixed-up instruments
  wrong contract, wrong month, wrong expiry, wrong strike, mixed up, confuse, confused
equity_curve = the account
  equity curve, account high, high water mark, new high for account, account at its high, profit and loss, account balance
red_day = a losing day
  red day, losing day, down day, lost money
green_day = a winning day
  green day, winning day, up day, profitable day, made money
`;

/** What happens in the trader's head. */
export const PSYCHOLOGY = `
revenge = trading to win a loss back
  revenge, revenge trade, win it back, win back, make it back, make back, make money back, get it back, get money back, get even, getting even, break even today, back to even, repair, repair day, repair morning, repair account, recoup, recover loss, recover morning, angry trade, trade angry, out of anger, payback,
  vengeance, back in seconds later, back in with double, double after loss, double up after loss, double up after first, right back in, chase loss, market owe, owe me, make up for loss, make up for it, undo loss, get .. back from market
tilt = emotional, out of control
  tilt, on tilt, tilted, emotional, emotion, lose head, lose temper, lose it, lose cool, lose control, out of control, see red, steam, spiral,
  spiral out, snap, meltdown, rage, rage trade, unhinged, go crazy, go berserk, throw mouse, monkey brain, lizard brain
anger = angry
  angry, anger, furious, fury, mad, pissed, rage, annoy, annoyed, irritated, irritation, frustrate, frustration, frustrated, quarrel, argue, argument, fight, row with, upset, resentment
fear = afraid
  afraid, scared, scare, fear, fearful, nervous, nerves, anxious, anxiety, worry, worried, stress, stressed, panic, panicked, terrified, stomach,
  stomach in knot, knot in stomach, hand shake, tremble, timid, uneasy, dread, heart pound, sick to stomach, scare out, spooked
panic_sell = selling in fear
  panic sell, panic selling, panic out, sell in panic, dump in panic, get scared out, scare .. out, sell low, sell bottom, sell because .. red, sell because .. nervous, fear sell, capitulate, shake out, shaken out, sell out of fear, get nervous and sell, weak hand, no reason to sell
hesitation = not acting on the signal
  hesitate, hesitation, hesitant, freeze, not pull trigger, pull trigger, not click, too scared to click, not press button, finger not press, not take it, do not take it, gun shy, second guess, second guessing, one more candle, wait too long, paralysis, analysis paralysis, overthink, overanalyze, doubt, wait and gone, chicken out, cold feet, not act, balk
greed = wanting more
  greed, greedy, want more, hold out for more, hold for more, one more tick, get cute, pig, hog, squeeze more, not enough, too much of good thing, dollar sign, believe in higher
overconfidence = overconfident after winning
  overconfident, overconfidence, confident, cocky, cockiness, arrogant, arrogance, hubris, ego, invincible, bulletproof, god mode, think i figure it out, figure it out, know it all, genius, feel like genius, untouchable, complacent, complacency, think i was good, smart one, euphoria, euphoric, house money, feel like king
boredom = trading out of boredom
  bored, boredom, boring day, nothing to do, nothing on scanner, trade for action, action junkie, for entertainment, entertainment, itch, itchy, itchy finger, trigger happy, fiddle, fidget, poke, poke at, invent trade, make up trade, force trade, force it, forced, forced trade, for sake of trade, kill time, restless
overtrading = taking too many trades
  overtrade, overtrading, over trade, over trading, too many trade, too many position, trade too much, trade too often, too often, churn,
  churn account, machine gun, click happy, many round trip, round trip .. commission, trade everything, too active, hyperactive, fewer trade,
  fewer decision, trade count
impulse = acting on impulse
  impulse, impulsive, impulsively, spur of moment, in heat, heat of moment, on whim, whim, without thinking, not think, not thinking, reflex, knee jerk, gut feeling, gut, urge, click before, act before, could not resist, not resist
rule_break = breaking my own rules
  break rule, break own rule, break my rule, ignore rule, rule break, rule broken, against rule, against plan, not in plan, none in plan, not follow plan, not follow rule, not stick to, off plan, off playbook, not in playbook, not my setup, not setup, no setup, undisciplined, indiscipline, no discipline, not discipline, violate, violation, unplanned, not plan,
  without plan, not have plan, no plan, deviate, deviation, forbid, forbidden, know better, should know better, say i would not, against principle, break principle, cheat, cheat on plan
discipline = following the plan
  discipline, disciplined, follow plan, follow rule, stick to plan, stick to rule, by book, textbook, as planned, exactly as plan, exactly what plan,
  go to plan, execute plan, trust process, trust plan, rule pay, rule work, rule save, keep to plan, planned on, decide before, decide while calm,
  nothing change during, well execute, a plus, clean trade, clean execution
patience = waiting
  patient, patience, wait, wait for, sit on hand, sit tight, let it come, come to me, let .. come to me, fat pitch, selective, cherry pick,
  do nothing, no rush, not chase, not run after
no_trade_day = staying out of the market
  not trade, no trade, no trades, zero trade, not single trade, single trade, not position, no position, flat all week|day, stay flat, flat day,
  stay out, stay away, stand aside, stood aside, sit out, sit on hand, sideline, on sideline, nothing on, do nothing, did nothing, nothing at all,
  not touch, not .. touch, no trading, not trading, hands off, screen off, leave alone, take day off, day off, skip day, skip session,
  be outside of market, outside of market, outside market, not participate, watch only, only watch, just watch, not involved, keep out
sat_out_event = staying out during an event
  flat going into, flat into, flat before, flat during, flat by, flat at, nothing on at, no position on, not position at, not position into, sit out, outside of market, not my game, not trade news, not trade number, not hold through, out before number|report|earnings, close before number|report, do nothing, did nothing
vow = a promise for the future
  never again, never do again, swear, swear off, vow, from now on, no more, last time, from today, starting today, forbid, ban, banned, is off list,
  off list, not anymore, not .. anymore, not .. again, stop .. for good, promise myself
regret = wishing it otherwise
  regret, should have, wish i, if only, hindsight, shoulda, woulda, coulda, in retrospect, kick myself, beat myself up, cost me dear
lesson = what was learned
  lesson, learn, lesson learn, teach, takeaway, take away, note to self, moral, insight, realise, realize, understand, reminder
mistake = an error
  mistake, error, blunder, screw up, mess up, stupid, dumb, idiot, foolish, silly, oops, boneheaded, my fault, careless, ignorance
best_trade = the best trade
  best trade, best ever, biggest win, biggest winner, record day, best day, best week, best month, trade of year|month|quarter|life, personal best, biggest percentage, top trade, home run, textbook trade, perfect trade
worst_trade = the worst trade
  worst trade, worst ever, biggest loss, biggest loser, worst day, worst week, worst month, disaster, catastrophe, largest loss
overfocus_pnl = watching the money instead of the market
  watch pnl, stare at pnl, pnl watching, count money, look at money, hide pnl, dollar instead of, watch every tick, stare at screen, stare at chart, check quote, check price, check phone, look at account, look in between, keep checking, look .. screen
screen_break = stepping away from the screen
  step away, take break, break from trading, time off, without chart, phone away, phone outside, delete app, walk away from screen, close app,
  off screen, away from screen, not look at, not watch, unplug, switch off, detox
bias = a fixed opinion
  bias, biased, opinion, my opinion, fixed on, stuck on, bearish bias, bullish bias, permabear, permabull, confirmation bias, recency bias,
  want to be right, need to be right, prove right, anchored, anchor, prejudice, convinced, conviction, narrative
gambling = trading like a gambler
  gamble, gambler, gambling, casino, lottery, lottery ticket, lotto, yolo, dice, roll dice, bet, roulette, slot machine, punt, hail mary, degenerate, degen, long shot
copying = following other people
  other people, other people call, someone else, copy, copy trade, follow guru, guru, furu, influencer, signal, signal group, signal seller, alert service, tip, hot tip, chat room, trading room, live room, discord, telegram, twitter, fintwit, reddit, wallstreetbets, wsb, youtube, tiktok, everybody talk, everyone talk, friend tell, pump by, crowd, herd, everyone pile in, pile in, newsletter, research say, expert, stocktwits, not mine
own_work = doing one's own research
  own work, own research, dyor, do my homework, homework, own homework, own idea, think for myself, own analysis, due diligence
goal = a goal
  goal, objective, aim, resolution, intend, milestone
gratitude = being content
  grateful, thankful, content, satisfied, happy, proud, progress, glad, pleased, feel good, relief, relieved, calm, at peace, no drama
lonely = being alone
  lonely, loneliness, isolated, isolation, community, nobody to talk
`;

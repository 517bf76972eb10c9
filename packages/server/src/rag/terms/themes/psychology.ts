/** What happens in the trader's head. */
export const PSYCHOLOGY = `
revenge = trading to win a loss back
  revenge, win it back, win back, make it back, make back, make money back, get it back, get money back, get even, getting even,
  break even today, back to even, repair, recoup, recover loss, recover morning, angry trade, trade angry, out of anger, payback,
  vengeance, back in seconds later, back in with double, double after loss, double up after loss, double up after first,
  right back in, chase loss, market owe, owe me, make up for loss, make up for it, undo loss, get .. back from market
tilt = emotional, out of control
  tilt, tilted, emotional, emotion, lose head, lose temper, lose it, lose cool, lose control, out of control, see red, steam,
  spiral, snap, meltdown, rage, unhinged, go crazy, go berserk, throw mouse, monkey brain, lizard brain
anger = angry
  angry, anger, furious, fury, mad, pissed, rage, annoy, annoyed, irritated, irritation, frustrate, frustration, frustrated,
  quarrel, argue, argument, fight, row with, upset, resentment
fear = afraid
  afraid, scared, fear, fearful, nervous, nerves, anxious, anxiety, worry, worried, stress, stressed, panic, panicked, terrified,
  stomach, hand shake, tremble, timid, uneasy, dread, heart pound, spooked
panic_sell = selling in fear
  panic sell, panic out, sell in panic, dump in panic, get scared out, scare .. out, sell low, sell bottom, sell because .. red,
  sell because .. nervous, fear sell, capitulate, shake out, shaken out, sell out of fear, get nervous and sell, weak hand,
  no reason to sell
hesitation = not acting on the signal
  hesitate, hesitation, hesitant, too late to click, wait too long, react too slow, freeze, pull trigger, not click, too scared to click, not press button, gun shy, second guess,
  second guessing, one more candle, wait too long, paralysis, overthink, overanalyze, doubt, wait and gone, chicken out,
  cold feet, balk
greed = wanting more
  greed, greedy, want more, hold out for more, hold for more, one more tick, get cute, pig, hog, squeeze more, not enough,
  too much of good thing, dollar sign, believe in higher
overconfidence = overconfident after winning
  overconfident, overconfidence, confident, cocky, cockiness, arrogant, arrogance, hubris, ego, invincible, bulletproof, god mode,
  figure it out, know it all, genius, untouchable, complacent, complacency, think i was good, smart one, euphoria, euphoric,
  house money, feel like king
boredom = trading out of boredom
  bored, boredom, nothing to do, nothing on scanner, trade for action, action junkie, entertainment, itch, itchy, trigger happy,
  fiddle, fidget, poke, invent trade, make up trade, forced, for sake of trade, kill time, restless
overtrading = taking too many trades
  overtrade, overtrading, over trade, too many trade, too many position, trade too much, too often, churn, machine gun,
  click happy, many round trip, round trip .. commission, trade everything, too active, hyperactive, fewer trade, fewer decision,
  trade count, one trade after .. other, third loss, fourth loss, fifth loss
impulse = acting on impulse
  impulse, impulsive, impulsively, spur of moment, in heat, heat of moment, whim, without thinking, reflex, knee jerk,
  gut feeling, gut, urge, click before, act before, could not resist, not resist
rule_break = breaking my own rules
  break rule, break own rule, ignore rule, rule break, against rule, against plan, not in plan, none in plan, not follow plan,
  not follow rule, not stick to, off plan, off playbook, not in playbook, not my setup, undisciplined, indiscipline,
  no discipline, violate, violation, unplanned, not plan, not have plan, deviate, deviation, forbid, forbidden, know better,
  say i would not, against principle, break principle, cheat
discipline = following the plan
  discipline, disciplined, follow plan, follow rule, stick to plan, stick to rule, by book, textbook, as planned,
  exactly what plan, go to plan, execute plan, trust process, trust plan, rule pay, rule work, rule save, keep to plan,
  planned on, decide before, decide while calm, nothing change during, well execute, a plus, clean trade, clean execution
patience = waiting
  patient, patience, wait, sit on hand, sit tight, let it come, come to me, fat pitch, selective, cherry pick, no rush, not chase,
  not run after
no_trade_day = staying out of the market
  not trade, zero trade, single trade, not position, flat all week|day, stay flat, flat day, stay out, stay away, stand aside,
  stood aside, sit out, sit on hand, sideline, nothing on, do nothing, nothing at all, not touch, not .. touch, hands off,
  screen off, leave alone, day off, skip day, skip session, outside of market, not participate, watch only, only watch,
  just watch, not involved, keep out
sat_out_event = staying out during an event
  flat going into, flat into, flat before, flat during, flat by, flat at, nothing on at, no position on, not position at,
  not position into, sit out, outside of market, not my game, not trade news, not trade number, not hold through,
  out before number|report|earnings, close before number|report, eve flat, flat on eve, news .. stay out, event .. stay out,
  event .. not trade, stay out of news|event
vow = a promise for the future
  never again, never do again, swear, vow, from now on, no more, last time, from today, starting today, forbid, ban, banned,
  off list, not anymore, not .. anymore, not .. again, stop .. for good, promise myself
regret = wishing it otherwise
  regret, should have, wish i, if only, hindsight, shoulda, woulda, coulda, in retrospect, kick myself, beat myself up,
  cost me dear
lesson = what was learned
  lesson, learn, teach, takeaway, take away, note to self, moral, insight, realise, realize, understand, reminder
mistake = an error
  mistake, error, blunder, screw up, mess up, stupid, dumb, idiot, foolish, silly, oops, boneheaded, my fault, careless, ignorance
best_trade = the best trade
  best trade, best ever, biggest win, biggest winner, record day, best day, best week, best month,
  trade of year|month|quarter|life, personal best, biggest percentage, top trade, home run, textbook trade, perfect trade
worst_trade = the worst trade
  worst trade, worst ever, biggest loss, biggest loser, worst day, worst week, worst month, disaster, catastrophe, largest loss
overfocus_pnl = watching the money instead of the market
  watch pnl, stare at pnl, pnl watching, count money, look at money, hide pnl, dollar instead of, watch every tick,
  stare at screen, stare at chart, check quote, check price, check phone, look at account, look in between, keep checking,
  look .. screen
screen_break = stepping away from the screen
  step away, take break, break from trading, time off, without chart, phone away, phone outside, delete app, close app,
  off screen, away from screen, not look at, not watch, unplug, switch off, detox
bias = a fixed opinion
  bias, biased, opinion, fixed on, stuck on, permabear, permabull, recency bias, want to be right, need to be right, prove right,
  anchored, anchor, prejudice, convinced, conviction, narrative
gambling = trading like a gambler
  gamble, gambler, gambling, casino, lottery, lotto, yolo, dice, bet, roulette, slot machine, punt, hail mary, degenerate, degen,
  long shot
copying = following other people
  other people, someone else, copy, guru, furu, influencer, signal, alert service, tip, chat room, trading room, live room,
  discord, telegram, twitter, fintwit, reddit, wallstreetbets, wsb, youtube, tiktok, everybody talk, everyone talk, friend tell,
  pump by, crowd, herd, pile in, newsletter, research say, expert, stocktwits, not mine
own_work = doing one's own research
  own work, own research, dyor, homework, own idea, think for myself, own analysis, due diligence
goal = a goal
  goal, objective, aim, resolution, intend, milestone
gratitude = being content
  grateful, thankful, content, satisfied, happy, proud, progress, glad, pleased, feel good, relief, relieved, calm, at peace,
  no drama
lonely = being alone
  lonely, loneliness, isolated, isolation, community, nobody to talk
`;

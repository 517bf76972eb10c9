/** Getting in, staying in, getting out. */
export const ENTRIES_AND_EXITS = `
fomo = fear of missing out, chasing the move
  fomo, fear of missing, afraid of miss, chase, chaser, jump in late, jump on late, get in late, enter late, late entry,
  late to party, not stand watch, not watch it go, hop on late, everyone else in, leave behind, market buy candle,
  buy high of move, ape, run after price|it, miss bus, not want to miss, feel leave out
missed_entry = missing a trade
  miss move, miss trade, miss entry, miss setup, miss it, miss boat, miss train, go without me, leave without me, run without me,
  go on without me, watch it run, not get in, not pull trigger, never come back to me, miss out, miss run, miss rally,
  miss winner, opportunity miss, on sideline, trade not take, trade .. not take, setup .. not take, not take trade|setup|it,
  skip trade|setup|it|one, skip be move, one .. skip, pass on it|trade|setup, let it pass, let it go by, late click, click late
not_filled = the order was not filled
  not fill, not get fill, not get hit, unfilled, miss fill, miss .. by tick|cent|pip|penny|point, limit miss, order miss,
  order expire, order cancel, not trigger, front run, partial fill, fill only part, not elect, sit in queue
early_entry = entering before the confirmation
  enter early, early entry, too early in, get in early, jump gun, anticipate, not wait for confirmation, before confirmation,
  front run breakout, premature, too soon in, early to party
confirmation = waiting for the confirmation
  confirmation, confirm, wait for close, close of candle, candle close, wait for retest, wait for reclaim, wait for trigger
cut_winner = closing a winner too early
  cut winner, cut winning, take profit early, take profit too early|soon|quick, exit early, early exit, exit too early|soon,
  get out early, out too early|soon, sell too early|soon, cover too early|soon, close too early|soon, leave money on table,
  leave .. on table, bail early, bail too early, bail out of winner, paper hand, paper handed, snatch profit, grab profit,
  grab at penny, grab quick, scared money, take crumb, sell .. on first red day, sell .. winner on first, not let run,
  not let winner, run without me after, run to .. without me, go to .. without me, run another .. without me, keep run after,
  go on to .. after, watch it fly, watch .. fly, premature exit, capped, take profit at 1r|half, close .. for small gain
let_run = letting a winner run
  let run, let winner run, let winner ride, let ride, ride winner, ride trend, ride it, ride move, sit on hand, stay with it,
  stay with trade, hold winner, hold for target, full target, let last piece trail, let rest ride, rest run, runner, not sell it,
  patience with winner, big winner, home run, moonbag, moon bag, free ride
held_loser = holding a loser too long
  hold loser, hold losing, hold too long, hold and hope, hope and pray, hopium, copium, let loser run, let run against,
  come back hope, bag holder, bagholder, bag hold, bagholding, hold bag, refuse to take loss, not take loss, not cut loss,
  ride down, ride it down, sit through loss, sit in loss, freeze, deer in headlights, long term investor, become investor,
  become investment, turn into investment, stuck in trade, underwater, under water, dead money, denial, hodl, diamond hand,
  marry position, fall in love with, stubborn, hope it come back, hope for bounce, hold .. hope, keep hoping,
  hold of loser, hold loser longer, loser longer than winner, loser .. winner .. minute|hour|day, disposition effect
cut_loss = taking the loss
  cut loss, cut loser, cut quick, cut it, cut fast, take loss, small loss, take it on chin, take hit, capitulate, puke,
  throw in towel, bail, pull plug, get out fast
stopped_out = the stop loss was hit
  stop out, stop me out, get stop, hit stop, stop hit, stop get hit, stop take, stop tag, tag stop, take stop, stop fill,
  stop do its work, stop was hit, stop trigger, stop execute, shake out, shakeout
stop_hunt = stops taken before the market turned
  stop hunt, stop run, stop raid, liquidity grab, liquidity sweep, sweep low|high|liquidity, wick out, wick me out, wicked out,
  stop .. to tick, shake out, shakeout, noise take, tag by noise, take .. stop and reverse
moved_stop = moving the stop away
  move stop, widen stop, loosen stop, pull stop, drag stop, push stop, lower stop, cancel stop, remove stop, take stop off,
  more room, stop further, move it again, ignore stop, delete stop
no_stop = trading without a stop
  not stop, no hard stop, mental stop, not use stop, not have stop, not set stop, not place stop, not put stop, not protect,
  forget stop, naked position, unprotected, without protection
tight_stop = the stop was too close
  tight stop, stop too tight|close|narrow|near, stop be too tight|close|narrow, too narrow, within noise, inside noise,
  outside of noise, stop in noise, choke trade, not enough room, not breathe, give it room
stop_at_entry = moving the stop to breakeven
  stop to entry, stop at entry, break even, breakeven, b/e, scratch, out flat
trailing = trailing the stop
  trail, chandelier stop, stop under each higher low, stop move only up, move stop up, raise stop, ratchet, stop under last swing,
  follow with stop, trailstop, pull stop up
time_stop = leaving after a set time
  time stop, time out of trade, time limit, dead trade, not work after, close after .. minute|hour|day,
  exit after .. minute|hour|day
profit_target = the profit target
  target, pt, pt1, pt2, tp, tp1, tp2, take profit, limit to exit, measured move, reach target, objective
scaling_out = taking partial profits
  scale out, leave runner, partial, take some off, take half off, take third off, take quarter off, take off half|some|third,
  sell half, sell third, sell some, sell quarter, sell in piece, sell in pieces, close half, close third, cover half, trim, pare,
  piece out, peel off, leg out, lighten, reduce into strength, ladder out, tp ladder, out in step, out in third, pay myself,
  bank some, lock in some, ring register, take stake out, take initial out
scaling_in = building a position in steps
  scale in, scale into, build into, build position, build up position, leg into, leg in, ladder in, starter, pilot position,
  test position, feeler, tranche, staged, first third, second third, units
adding_to_winners = adding to a winning position
  pyramid, pyramiding, add to winner, add to winning, add to strength, add into strength, press winner, press it, press bet,
  average up, add only after .. right, add after .. right, add as .. go my way, add when .. profit, add .. pullback,
  put .. more on winner, each add, each one add, add on .. higher low, add .. higher low, add unit after profit, second unit after
averaging_down = adding to a losing position
  average down, average into, average in, averaging in, avg down, add to loser, add .. to loser|losing, money into .. losing|loser, add to loss,
  add lower, add on way down, add .. way down, buy more lower, buy more as .. fall, buy .. on way down, buy .. all way down, double down,
  double up on loser, martingale, lower average, improve average, lower cost basis, reduce cost basis, good money after bad,
  put .. more .. into loser, more money into loser, feed loser, load up lower, rescue mission, rescue trade, cannonball
washout_buy = buying panic selling
  buy panic, buy fear, buy blood, blood in street, buy crash, buy when everyone .. afraid, buy when .. panic, capitulation,
  washout, flush, selling climax, selling exhaustion, puke low, stink bid, lowball bid, silly low bid, buy wick, bid in wick
dip_buying = buying a dip
  buy dip, dip buy, dip buyer, btd, btfd, buy pullback, buy weakness, buy red, buy support, buy lower, bid below
`;

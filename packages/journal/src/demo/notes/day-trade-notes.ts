/** What the demo trader writes about trades within a day. */
import type { TradeFacts } from '../trade-facts.ts';

export type Wording = (facts: TradeFacts) => string;

export const ORB_WIN: readonly Wording[] = [
  (f) =>
    `One trade, ${f.money}, ${f.held}, done before most people had their second coffee. MES ${f.side} off the opening range.`,
  () =>
    `Felt a pull to take it before the range was complete. Waited. The break that came was the other way round, and I was free to take it.`,
  (f) =>
    `In at ${f.entry}, scaled as planned, last piece at the trail. Average exit ${f.exit}. It is boring and it pays.`,
  (f) =>
    `Textbook. Range held, broke on volume, I was in at ${f.entry} ${f.side} and had nothing to do but wait. ${f.money} on ${f.quantity} MES.`,
  (f) =>
    `Second day in a row that the opening range did its thing. Entered ${f.clock}, out after ${f.held}. Heart rate normal, which says more than the P&L.`,
  (f) =>
    `Almost skipped it because the overnight range was so wide. Glad I did not: ${f.side} MES from ${f.entry}, ${f.money}. Plan first, opinion second.`,
  (f) =>
    `Waited for the close outside the range instead of jumping the wick. That one candle of patience is the whole edge. +${f.money}.`,
  (f) =>
    `Breakout ${f.side} at ${f.clock}. It came back to test the range high, I sat on my hands, and then it ran. ${f.held} in the trade felt like an hour.`,
  (f) =>
    `Good: size was planned the evening before, stop was in before the fill came back. ${f.quantity} contracts, ${f.money}. More of these please.`,
  (f) =>
    `ORB ${f.side}, clean. I moved the stop to break-even a little early, it still worked out. ${f.exit} was the exit, could have been better by six points, do not care.`,
  (f) =>
    `MES opened above yesterday's high and never looked back. My entry ${f.entry} was late by a candle, still ${f.money}. Late and right beats early and stopped.`,
  (f) =>
    `No news today, so the range meant something. Took the break, took the money (${f.money}), closed the laptop before eleven. Went running.`,
  (f) =>
    `This is what I want to see when I read this journal in a year: setup there, entry on plan, exit on plan. MES ${f.side}, ${f.held}.`,
];

export const ORB_LOSS: readonly Wording[] = [
  (f) =>
    `Stopped. The break at ${f.clock} had no volume and I saw that and took it anyway. ${f.money} for ignoring a line in my own playbook.`,
  (f) =>
    `False break, straight back into the range and through the stop. -${f.money}. The setup was valid, the loss is fine. Moving on.`,
  (f) => `MES ${f.side} from ${f.entry}, out at ${f.exit}. Slippage of two ticks on the stop. Annoying but part of it.`,
  (f) => `Should have looked at the calendar: consumer sentiment came out while I was in. Whipsaw, -${f.money}.`,
  () =>
    `Good trade, bad result. I would take the same one again tomorrow. Writing it down because right now it does not feel like that.`,
  (f) =>
    `Range was 24 points wide, so the stop should have been wider or the size smaller. I did neither. ${f.quantity} MES, -${f.money}.`,
  (f) => `Fought the 60-minute trend. The rule says with the trend. ${f.held} later I had my answer.`,
  (f) =>
    `Cut it before the stop because it just would not go. -${f.money} instead of the full R. I think that was right, sellers were sitting on every push.`,
  (f) =>
    `Chop, chop, chop. In at ${f.entry}, nothing, out at ${f.exit}. One attempt per side, so that was it for today.`,
];

export const REVENGE_LOSS: readonly Wording[] = [
  (f) =>
    `This was pure anger. Lost on the MES breakout and two minutes later I am ${f.side} ${f.quantity} MNQ with no setup and no stop. -${f.money}. I knew it while I clicked.`,
  (f) =>
    `Revenge trade. There is no other word for it. I wanted the money back before lunch and gave away ${f.money} more.`,
  (f) =>
    `Rule one: stand up after a full stop. I did not stand up. MNQ ${f.side} at ${f.entry}, out at ${f.exit}, ${f.held} of pure nonsense.`,
  () =>
    `Jaw clenched, size up, no plan. Made a bad morning worse. If I had only the first trade on days like this my month would look completely different.`,
  (f) =>
    `Told myself "one more, small". It was ${f.quantity} contracts. That is not small, that is a tantrum. -${f.money}.`,
  (f) =>
    `I can literally see the pattern from the outside now: stop hit, thirty seconds of staring, MNQ market order. ${f.clock} today. -${f.money}.`,
  () =>
    `Tried to catch the turn in MNQ right after being stopped in MES. The market does not know that it owes me anything.`,
  (f) =>
    `Ashamed of this one. ${f.quantity} MNQ ${f.side}, no stop, hoping. Closed it when my hands got cold. -${f.money}.`,
];

export const REVENGE_WIN: readonly Wording[] = [
  (f) =>
    `Made ${f.money} on a revenge trade, which is the worst thing that could have happened. It taught me nothing except that I can get away with it.`,
  () => `Got lucky in MNQ after the stop. Marked as revenge anyway: green does not make it a good trade.`,
  (f) => `Won back a piece, ${f.money} in ${f.held}. No setup. If I start counting these as skill I am finished.`,
];

export const FRIDAY_LOSS: readonly Wording[] = [
  (f) =>
    `${f.clock} on a Friday and I am ${f.side} ${f.name} with no idea why. The fill was hardly in when I wanted out. -${f.money}.`,
  (f) =>
    `Everyone in the chat room was posting gains, so I had to have one too. FOMO at its purest: ${f.name}, -${f.money}.`,
  (f) => `Friday, ${f.clock}, bored, ${f.name} looked like it was going. It was not. -${f.money}.`,
  (f) =>
    `Why am I trading on a Friday afternoon? Volume is gone, everybody is gone. I was flat and happy at noon and then gave ${f.money} back in ${f.name}.`,
  (f) =>
    `FOMO. ${f.name} had already moved without me and I bought the last tick of it. ${f.entry}, thank you very much.`,
  (f) =>
    `Week was done and decent. Then one "quick scalp" ${f.side} in ${f.name}. ${f.held} later the decent week was a mediocre week.`,
  () =>
    `Third Friday in a row with a stupid afternoon trade. Next week I am putting the platform on the other computer after lunch.`,
  (f) => `Chased ${f.name} because Twitter was full of it. No level, no stop, no reason. -${f.money}.`,
  (f) =>
    `Overtrading, plain and simple. I was not seeing setups, I was looking for a feeling. ${f.name} from ${f.entry} to ${f.exit}.`,
  (f) => `Friday again. I did the thing again. ${f.quantity} ${f.name} ${f.side}, -${f.money}. Read rule two out loud.`,
  () => `Wanted to end the week green, was down eighty bucks. Now I am down a lot more than eighty bucks.`,
  (f) =>
    `The tape was dead and I mistook dead for calm. ${f.name}, in ${f.clock}, out ${f.held} after. Not a trade, a reflex.`,
  (f) =>
    `Sat through a perfectly good morning without a signal and then could not stand it any more. ${f.name} ${f.side}, -${f.money}.`,
];

export const FRIDAY_WIN: readonly Wording[] = [
  (f) =>
    `Friday scalp in ${f.name} worked, ${f.money}. I know what the other Fridays look like, so this is no reason to do it again.`,
  (f) => `Squeezed ${f.money} out of ${f.name} into the weekend. Lucky, not good. Should have been at the gym.`,
  (f) =>
    `Got out of ${f.name} with a small win and closed the platform right away. The closing was the best part of it.`,
];

export const VWAP_WIN: readonly Wording[] = [
  (f) =>
    `Faded the stretch from VWAP at lunch, ${f.side} MES ${f.entry}. Nobody home, drifted right back. ${f.money}, small and clean.`,
  (f) => `VWAP fade worked because I waited for the third push. ${f.held}, no heat at all.`,
  (f) => `Mean reversion lunch money: ${f.money}. I like these on days without a trend, and only then.`,
  (f) => `Was ${f.side} against a move that had run out of volume. Out at VWAP as planned, did not ask for more.`,
];

export const VWAP_LOSS: readonly Wording[] = [
  (f) => `Faded a trend day. The one thing you must not do with this setup. -${f.money}.`,
  (f) =>
    `MES kept grinding away from VWAP and I kept thinking it was stretched. It was just a trend. Out at ${f.exit}.`,
  () => `Small loss on the fade, stop where it belonged. The idea was fine, the day was not.`,
  (f) => `Lunch fade, too early, before the third push. -${f.money}. Wait for the third one!`,
];

/** The words the analyst knows, as data: groups, weekdays, months, numbers, things traded, and what means nothing. */
import type { AssetClass, GroupKey } from '@tradistry/protocol';

/** The words a group is asked for with, after "by", "per", "each", "which". */
export const GROUP_WORDS: readonly (readonly [string, GroupKey])[] = [
  ['week ?days?|days? of (?:the )?week|(?:day|days) of week', 'weekday'],
  ['hours?(?: of (?:the )?day)?|times? of (?:the )?day', 'hour'],
  ['symbols?|tickers?|stocks?|instruments?|underlyings?|markets?|products?', 'symbol'],
  ['sides?|directions?|longs?(?: ?\\/ ?| and | or | vs\\.? )shorts?', 'side'],
  ['months?', 'month'],
  ['(?:calendar )?quarters?', 'quarter'],
  ['weeks?', 'week'],
  ['years?', 'year'],
  ['accounts?|brokers?', 'account'],
  ['tags?', 'tag'],
  ['set-?ups?|strateg(?:y|ies)|patterns?', 'setup'],
  ['asset ?class(?:es)?|asset types?|instrument types?|types? of instrument', 'asset_class'],
  ['outcomes?', 'outcome'],
  ['dates?|trading days?|calendar days?|days?', 'day'],
];

/** Adjectives that group as well. */
export const GROUP_ADJECTIVES: Readonly<Record<string, GroupKey>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
  annual: 'year',
  hourly: 'hour',
};

/** ISO weekday by name and abbreviation. */
export const WEEKDAYS: Readonly<Record<string, number>> = {
  mon: 1,
  monday: 1,
  tue: 2,
  tues: 2,
  tuesday: 2,
  wed: 3,
  weds: 3,
  wednesday: 3,
  thu: 4,
  thur: 4,
  thurs: 4,
  thursday: 4,
  fri: 5,
  friday: 5,
  sat: 6,
  saturday: 6,
  sun: 7,
  sunday: 7,
};
export const WEEKDAY_NAMES = [
  '',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** Month by name and abbreviation. */
export const MONTHS: Readonly<Record<string, number>> = {
  january: 1,
  jan: 1,
  february: 2,
  feb: 2,
  march: 3,
  mar: 3,
  april: 4,
  apr: 4,
  may: 5,
  june: 6,
  jun: 6,
  july: 7,
  jul: 7,
  august: 8,
  aug: 8,
  september: 9,
  sept: 9,
  sep: 9,
  october: 10,
  oct: 10,
  november: 11,
  nov: 11,
  december: 12,
  dec: 12,
};

/** Numbers as words. */
export const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  couple: 2,
  'a couple of': 2,
  'couple of': 2,
  three: 3,
  few: 3,
  'a few': 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  hundred: 100,
  'a hundred': 100,
};
/** What is traded, in the words of a filter. */
export const ASSET_WORDS: readonly (readonly [RegExp, AssetClass])[] = [
  [
    /\b(?:(?:on|in|with|for|of|only|just|from|trading) )?(?:(?:my|the|all) )?(?:options?|calls?(?= (?:trades|options|only))|puts?(?= (?:trades|options|only)))(?: (?:trades|trading|only|positions|contracts))?\b/,
    'option',
  ],
  [
    /\b(?:(?:on|in|with|for|of|only|just|from|trading) )?(?:(?:my|the|all) )?futures?(?: (?:trades|trading|only|positions|contracts))?\b/,
    'future',
  ],
  [
    /\b(?:(?:on|in|with|for|of|only|just|from|trading) )?(?:(?:my|the|all) )?(?:stocks?|equit(?:y|ies)|shares)(?: (?:trades|trading|only|positions))?\b/,
    'stock',
  ],
  [
    /\b(?:(?:on|in|with|for|of|only|just|from|trading) )?(?:(?:my|the|all) )?(?:crypto(?:s|currenc(?:y|ies))?|coins?)(?: (?:trades|trading|only))?\b/,
    'crypto',
  ],
  [
    /\b(?:(?:on|in|with|for|of|only|just|from|trading) )?(?:(?:my|the|all) )?(?:forex|fx)(?: (?:trades|trading|only))?\b/,
    'forex',
  ],
];

/** What people call things, and the symbols it may mean; the first that the journal has. */
export const SPOKEN_SYMBOLS: Readonly<Record<string, readonly string[]>> = {
  nvidia: ['NVDA'],
  tesla: ['TSLA'],
  apple: ['AAPL'],
  amazon: ['AMZN'],
  microsoft: ['MSFT'],
  google: ['GOOGL', 'GOOG'],
  alphabet: ['GOOGL', 'GOOG'],
  facebook: ['META'],
  netflix: ['NFLX'],
  palantir: ['PLTR'],
  coinbase: ['COIN'],
  bitcoin: ['BTC', 'BTCUSD', 'MBT'],
  ethereum: ['ETH', 'ETHUSD'],
  nasdaq: ['NQ', 'MNQ', 'QQQ'],
  gold: ['GC', 'MGC', 'GLD'],
  silver: ['SI', 'SIL', 'SLV'],
  crude: ['CL', 'MCL'],
  oil: ['CL', 'MCL', 'USO'],
  russell: ['RTY', 'M2K', 'IWM'],
  dow: ['YM', 'MYM', 'DIA'],
};

/** Upper-case words that are no symbols. */
export const NOT_SYMBOLS: ReadonlySet<string> = new Set(
  (
    'I A AN AM PM OK P L PL PNL WR PF EV ROI IRA ROTH ETF ETFS CSV US USA USD EUR GBP EU UK NY NYC LA ET EST EDT CT CST PT PST UTC GMT CET YTD MTD WTD QTD Q ' +
    'FOMO PDT ATR VWAP RSI EMA SMA DD MAX MIN AVG VS AND OR NOT THE MY ME IN ON AT TO OF BY IS DO DID HOW WHAT WHY WHEN WHICH WHO ALL FOR WITH FROM ' +
    'DTE ITM OTM ATM TP SL BE RR R N API AI FAQ TAG LOT LONG SHORT WIN LOSS BUY SELL NET FX DAY WEEK MONTH YEAR'
  ).split(' '),
);

/** Lower-case words that are never read as a symbol, tag or setup, even where the journal has one of that name. */
export const PLAIN_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the my me i we you it is are was were be been am do did does done have has had can could would should will to of in on at by for from with without ' +
    'and or not no but if so as than that this these those there here how what why when where which who all any each every only just most more less least ' +
    'best worst good bad better win wins winner winners loss losses lose losing lost trade trades trading day days week weeks month months year years hour hours ' +
    'time times today now open close closed last first next new old high low big long short net gross fee fees per rate money make made much many well go going ' +
    'up down out over under before after since until between about again also too very really some one two ever never always often usually see show list tell ' +
    'give get got love play fun real key true life care plan ally snow cars team hood main post free fast cost play man men box lot love nice morning afternoon winter'
  ).split(' '),
);

/** Words without meaning for what was asked; what is left beside them was not understood. */
export const FILLER: ReadonlySet<string> = new Set(
  (
    "please tell show give me us my mine i i'm im i've id we our you your the a an is are was were be been being am do did does doing done have has had having can " +
    'could would should will shall may might must to of in on at by for from with within and or but if so as than that this these those there here how what whats ' +
    "what's why when where which who whose all any each every only just most more less least much many some it its it's them they he she then now ok okay so far " +
    "about also too very really quite get got go going went come keep kept let lets let's want wanted like know see look looking find calculate compute work out " +
    'exactly actually currently total totals overall altogether trade trades trading traded trader journal figure figures number numbers stat stats result results ' +
    'data please thanks thank hi hello hey again same ever usually normally typically generally average best worst better worse good bad well per up down not no yes ' +
    'period time times day days date dates position positions account money made make making lost lose losing side compared compare comparison versus vs difference between during while ' +
    'take taken took taking closed close closing open opened opening enter entered exit exited entry overall both against hold held holding one ones ,'
  ).split(/\s+/),
);

/** Words beside the filler that limit nothing: how an answer should look, politeness, and talk about talking. */
export const HARMLESS: ReadonlySet<string> = new Set(
  (
    'chart graph plot table list display print view break breakdown split rank ranked ranking sort sorted order ordered highest lowest biggest largest most top bottom high ' +
    'quick question need needs wonder wondering curious think feel seem seems guess roughly approximately exact actual right honestly maybe perhaps possible mean means ' +
    'meaning explain explained define change changed changes dollars dollar usd bucks cash amount amounts value values performance performing performed perform history ' +
    'record records tend tends together combined alone summary overview instead still already yet around such myself own etc profitable green red analysis analyse analyze ' +
    'behave fare fares check review details detail info information give gives giving tells shows compute computed calculated number count counts comparing breakdowns ' +
    'win wins winning won winner winners lose loses loss losses loser losers gain gains make makes earn earned pay paid spend spent cost costs hurt hurts bleed ' +
    "hi dear bot assistant kindly sir friend cool great nice wow hmm well alright sure using use used how'd how's where's who's there's that's it'll i'd you're we're let us " +
    'different individual separately respectively sum sums whole entire complete full grouped group groups net setup setups strategy strategies ' +
    'tag tags symbol symbols ticker tickers stock stocks instrument instruments markets market account accounts side sides rate ratio tagged labelled labeled often true avoid eat improved ' +
    'general detail details particular reality practice goes fact addition advance sure real fun struggle struggling suck improve improving stand standing into through across among amongst onto towards via regarding concerning respect terms case sort kind type types'
  ).split(/\s+/),
);

/** Words that limit, order or negate: left unread, they make another question of it. A pattern for one whole word. */
export const CONDITION_WORDS =
  'not|never|no|none|eur|gbp|untagged|starting|ending|expiring|expired|bull|bear|bullish|bearish|capital|equity|ex|calls?|puts?|everything|anything|neither|nor|non|without|excluding|exclude|excluded|except|excepting|besides|outside|inside|ignoring|minus|unless|if|' +
  'before|after|until|till|since|than|vs|versus|above|below|under|per|percent|percentage|share|fraction|portion|half|halves|quarters?|' +
  'first|second|third|fourth|fifth|last|latest|previous|next|earlier|later|early|late|mid|middle|beginning|start|end|recent|' +
  'weeks?|months?|years?|hours?|minutes?|mins?|seconds?|weekends?|holidays?|spring|summer|autumn|fall|winter|' +
  'overnight|intraday|premarket|pre-market|afterhours|after-hours|scalps?|swings?|consecutive|row|median|sharpe|sortino|deviation|variance|percentile|' +
  'small|smaller|smallest|large|larger|big|bigger|size|sized|sizes|cheap|expensive|low|lower|upper|remaining|rest|other|others|else';

const WEEKDAY_WORDS = Object.keys(WEEKDAYS).filter((name) => name.length > 5);
/** Words whose typos are put right: long, and not to be mistaken for others. */
export const CORRECTABLE: ReadonlySet<string> = new Set([
  ...WEEKDAY_WORDS,
  ...WEEKDAY_WORDS.map((name) => `${name}s`),
  ...Object.keys(MONTHS).filter((name) => name.length > 5),
  'yesterday',
  'weekday',
  'weekdays',
  'expectancy',
  'drawdown',
  'profit',
  'profits',
  'factor',
  'streak',
  'streaks',
  'holding',
  'symbol',
  'symbols',
  'account',
  'accounts',
  'morning',
  'afternoon',
  'winner',
  'winners',
  'losers',
  'trades',
  'trading',
  'biggest',
  'largest',
  'average',
  'performance',
  'positions',
  'position',
  'quarter',
  'options',
  'option',
  'futures',
  'future',
  'stocks',
  'without',
  'commission',
  'commissions',
  'overview',
  'summary',
  'payoff',
  'compare',
  'versus',
  'winning',
  'losing',
  'months',
  'monthly',
  'weekly',
  'between',
  'before',
  'tagged',
  'number',
  'percentage',
]);

/** How metrics are asked for: phrases as data, tried in order. */
import type { Metric } from '@tradistry/protocol';

/** Metric phrases, the most specific first: what matches is taken out of the question before the next is tried. */
export const METRIC_PHRASES: readonly (readonly [RegExp, readonly Metric[]])[] = [
  [
    /\b(?:gross (?:and|vs\.?|versus|or|\/) net|net (?:and|vs\.?|versus|or|\/) gross)(?: p&l| pnl| profits?)?\b/,
    ['gross_pnl', 'fees', 'pnl'],
  ],
  [/\bprofit factors?\b|\bpf\b/, ['profit_factor']],
  [
    /\b(?:average|avg|mean) (?:win|winner|gain)s?(?: \/ | ?\/ ?| and | or | vs\.? | versus )(?:(?:the |my )?(?:average|avg|mean) )?(?:loss|loser)(?:es|s)?\b/,
    ['avg_win', 'avg_loss'],
  ],
  [
    /\bpay-?off(?: ratio)?\b|\b(?:risk|reward)(?: ?[-:/] ?| to | )(?:reward|risk)(?: ratio)?\b|\br:r\b|\b(?:average )?win(?: ?[-:/] ?| to )loss ratio\b/,
    ['payoff'],
  ],
  [
    /\b(?:average|avg|mean) (?:p&l|pnl|profit|gain|win) (?:per|of|on|for) (?:a |my |each )?(?:winn(?:er|ers|ing trades?)|wins?)\b|\b(?:average|avg|mean|typical) (?:size of (?:a |my )?)?(?:win(?:s|ner|ners|ning (?:trades?|day))?|gains?)\b|\bhow (?:much|big) (?:do i (?:win|make)|is (?:my|a|the)) (?:average |typical )?(?:winners?|win|when i win)\b/,
    ['avg_win'],
  ],
  [
    /\b(?:average|avg|mean) (?:p&l|pnl|loss) (?:per|of|on|for) (?:a |my |each )?(?:los(?:er|ers|ing trades?)|loss(?:es)?)\b|\b(?:average|avg|mean|typical) (?:size of (?:a |my )?)?los(?:s|ses|er|ers|ing trades?)\b/,
    ['avg_loss'],
  ],
  [
    /\blos(?:s|ing)[- ]?(?:rates?|percentage|percent|pct)\b|\bhow often (?:do|did|am|have) i (?:lose|lost|losing|wrong)\b/,
    ['win_rate', 'losses'],
  ],
  [
    /\b(?:win(?:ning)?|hit|strike|success)[- ]?(?:rates?|ratio|percentage|percent|pct|%)(?=\W)|\bwinrates?\b|\bbatting average\b|\bhow often (?:do|did|am|have) i (?:win|won|right)\b|(?:\b(?:percent(?:age)?|share|fraction)|(?<!\w)%) of (?:my |the |all )*(?:winners|wins|winning trades|trades (?:(?:that|which|do|did|i|are|were|is|have|been) )*(?:winners?|wins?|win|won|winning|winners|profitable|green|positive))\b|\b(?:percent(?:age)?|%)(?: of the time)? (?:do|did) i win\b|\bwr\b/,
    ['win_rate'],
  ],
  [
    /\bexpect[ae]nc(?:y|ies)\b|\bexpected value\b|\b(?:average|avg|mean) (?:trade|(?:net |gross )?(?:p&l|pnl|p\/l|profit|result|return|outcome))(?:s)?(?: (?:per|a|of a) (?:trade|pair))?\b|\b(?:p&l|pnl|profit|make|made|earn|earned|lose|lost) (?:per|on an? average|on average per) trade\b|\bmake on (?:an )?average(?: per trade)?\b|\bedge\b/,
    ['expectancy'],
  ],
  [
    /\b(?:max(?:imum|imal)?|biggest|largest|deepest|worst|peak)? ?draw[- ]?downs?\b|\bmax(?:imum)? dd\b|\bmdd\b|\bpeak[- ]to[- ](?:trough|valley)\b/,
    ['max_drawdown'],
  ],
  [
    /\b(?:current|running|present|ongoing|active) (?:(?:win|winn?ing|los(?:s|ing)) )?streaks?\b|\bon an? (?:(?:winning|losing|hot|cold) )?streak\b/,
    ['current_streak'],
  ],
  [
    /\b(?:longest |max(?:imum)? |biggest |best )?(?:win(?:ning|s)?|hot)[- ]streaks?\b|\b(?:most )?(?:wins|winners|winning trades) in a row\b|\bconsecutive (?:wins|winners|winning trades)\b/,
    ['max_win_streak'],
  ],
  [
    /\b(?:longest |max(?:imum)? |biggest |worst )?(?:los(?:ing|s|es)|cold)[- ]streaks?\b|\b(?:most )?(?:losses|losers|losing trades) in a row\b|\bconsecutive (?:losses|losers|losing trades)\b/,
    ['max_loss_streak'],
  ],
  [/\bstreaks?\b/, ['max_win_streak', 'max_loss_streak', 'current_streak']],
  [
    /\b(?:average |avg |mean |typical )?hold(?:ing)?[- ](?:times?|periods?|durations?|length)\b|\bhow long (?:do|did|have|am|are|were) (?:i|my|the) .{0,40}?\b(?:hold(?:ing)?|held|in|last|open|stay|keep)(?: (?:on to|onto))?\b|\b(?:average |avg |mean )?(?:trade )?(?:duration|time in (?:a |the )?(?:trade|market|position))s?\b|\b(?:average |avg )?trade length\b/,
    ['avg_holding_seconds'],
  ],
  [
    /\b(?:how much|what) (?:did|do|have|am) i (?:pay|paid|paying|spend|spent|spending) (?:in|on|for) (?:fees|commissions?|costs)\b|\b(?:trading |broker(?:age)? )?(?:fees?|commissions?)(?: (?:and|&) (?:fees|commissions))?\b|\b(?:trading|transaction|brokerage) costs?\b/,
    ['fees'],
  ],
  [
    /\b(?:best|biggest|largest|greatest|most profitable|highest) (?:and|or|&|\/|vs\.?) (?:my )?(?:worst|biggest|largest|smallest|lowest|least profitable) (?:single )?(?:trades?|result)\b/,
    ['best', 'worst'],
  ],
  [
    /\b(?:biggest|largest|greatest|best) (?:single )?(?:win(?:s|ner|ners|ning trades?)?|gains?|profits?)(?: (?:and|or) (?:(?:biggest|largest|worst) )?los(?:s|er|ses|ers))\b/,
    ['best', 'worst'],
  ],
  [
    /\b(?:best|biggest|largest|greatest|top|most profitable|highest) (?:single )?(?:trade|win(?:s|ner|ners|ning trades?)?|gains?|profit)\b|\bbest (?:one|result)\b/,
    ['best'],
  ],
  [
    /\b(?:worst|least profitable|lowest) (?:single )?(?:trade|result|los(?:s|es|er|ers|ing trades?))\b|\b(?:biggest|largest|greatest|deepest|most expensive) (?:single )?(?:los(?:s|ses|er|ers|ing trades?)|mistake)\b/,
    ['worst'],
  ],
  [/\bhow many (?:of my )?trades (?:did|have|do) i (?:win|won)\b/, ['wins']],
  [/\bhow many (?:of my )?trades (?:did|have|do) i (?:lose|lost)\b/, ['losses']],
  [
    /\bhow many (?:winners|wins|winning)(?: trades)? (?:and|or|vs) (?:losers|losses|losing)(?: trades)?\b|\b(?:(?:number|ratio) of )?wins (?:and|vs\.?|versus|to) losses\b|^ *w\/l *$/,
    ['wins', 'losses', 'break_evens'],
  ],
  [
    /\bhow many (?:of (?:my )?(?:trades|them) (?:were |are |was )?)?(?:wins?|winners?|winning(?: trades)?)\b|\bnumber of (?:wins|winners|winning trades)\b/,
    ['wins'],
  ],
  [
    /\bhow many (?:of (?:my )?(?:trades|them) (?:were |are |was )?)?(?:loss(?:es)?|losers?|losing(?: trades)?)\b|\bnumber of (?:losses|losers|losing trades)\b/,
    ['losses'],
  ],
  [
    /\bhow many (?:break-?evens?|scratch(?:es)?|break even|flat trades|scratch trades)(?: trades)?\b|\bnumber of (?:break-?evens?|break-?even trades)\b/,
    ['break_evens'],
  ],
  [/\bhow many (?:shares|contracts|lots|units)\b|\b(?:traded )?volume\b|\bquantity\b/, ['quantity']],
  [
    /\bhow many (?:(?:closed|total|round|separate|different|long|short|option|options|futures?|stock|winning|losing) )?(?:trades|round trips|times)\b|\b(?:number|count|amount) of (?:my )?(?:closed )?trades\b|\btrade count\b|\bhow (?:often|many times|frequently) (?:do|did|have|am) i trad(?:e|ed|ing)\b|\bhow much (?:do|did|have) i trade[d]?\b/,
    ['trades'],
  ],
  [/\bgross (?:p&l|pnl|p\/l|profit|result)s?\b/, ['gross_pnl']],
  [
    /\b(?:net )?(?:p ?& ?l|pnl|p\/l|p and l|profits? and loss(?:es)?|profitability|net results?|net profits?|net gains?|bottom line|total profits?|profits?)\b/,
    ['pnl'],
  ],
];

/** Phrases for money that mean it only where nothing more exact was asked. */
export const WEAK_PNL =
  /\b(?:how much(?: money)? (?:have|did|do|am|was|were|has|would|could)|made|make|making|makes|earn(?:ed|ing|s)?|gain(?:ed|s)?|lose|lost|loses|losing|losses|money|up or down|green or red|in the (?:green|red|black)|profitable|results?|returns?)\b/;

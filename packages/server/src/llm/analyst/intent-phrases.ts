/** How each kind of answer is asked for: one pattern a kind, over a question in lower case. */

import { NUMBER } from './numbers.ts';

/** Asking how it goes as a whole. */
export const OVERVIEW =
  /\bhow (?:am i|are we|have i been|i am|i'm|i was|did i|do i|was i|were|was|is|are|has|'s) ?(?:my |the |it )?(?:doing|do|done|perform(?:ing|ed)?|trading|fare|faring|going|gone|performance|results|stats|numbers|day|week|month|quarter|year|account|go|trade|trades|look(?:ing)?)\b|\bwhat happened (?:on|in|last|this|yesterday|today)\b|\bhow'?s (?:it going|my (?:trading|performance|account|month|week|year|day|quarter))\b|\b(?:overview|summar(?:y|ise|ize)|recap|stats|statistics|performance|report card|key figures|headline figures|scorecard|report|results|metrics|how (?:it|things) (?:goes?|went))\b/;

/** Wanting to be told what to do with money. */
export const ADVICE =
  /\bshould i (?:be )?(?:buy|buying|sell|selling|short|shorting|go long|go short|hold|holding|invest|enter|exit|close|open|take|add|cut|risk|bet|trade|trading|size|put|use|set)\b|\bwhat (?:(?:stocks?|options?|futures?|symbols?|tickers?|coins?|crypto) )?(?:should|to|can|must) (?:i |we )?(?:buy|sell|short|invest|trade)\b|\bwhich .{0,30}(?:should|to) (?:i )?(?:buy|sell|short|invest|trade)\b|\bis (?:it |.{1,20} )?a (?:good|bad|great) (?:buy|short|investment|time to (?:buy|sell))\b|\bhow much (?:should|can|must) i (?:risk|invest|bet|buy|put|trade|lever)|\bhow (?:big|large) should\b|\bis .{1,20} an? (?:buy|sell|hold|short)\b|\bgood position size\b|\bwill .{1,40}\b(?:tomorrow|next (?:day|week|month|quarter|year))\b|\b(?:what|which) .{1,30} will (?:go|rise|fall|move|win|make|do)\b|\bi want to (?:buy|sell|short)\b|^ *(?:buy|sell) (?:my |some |more )?[a-z.]{1,6} *$|\bshould i (?:stop|quit|keep|switch)\b|^ *should i avoid\b|\bprice targets?\b|\bwill .{1,40} (?:go up|go down|rise|fall|drop|crash|moon|rally)\b|\b(?:predict|forecast)\b|\brecommend(?:ation|ed)?\b|\b(?:buy|sell) (?:or|and) (?:sell|buy|hold)\b|\b(?:tip|tips|signal|signals) for\b|\bposition siz(?:e|ing) (?:should|for)\b|\bwhat(?:'s| is) the (?:next|best) (?:trade|stock|option)s? to\b|\bgive me (?:a |some )?(?:trade|stock|option)s? (?:idea|pick|tip|signal)s?\b/;

/** Asking for words, not figures. */
export const NOTES =
  /\b(?:what|when|where|which|how|anything|something|everything) (?:did|do|have|had) i (?:\w+ )?(?:write|wrote|written|writ|note|noted|say|said|jot|jotted|journal|journaled|think|thought|record|recorded)(?: down)?\b|\b(?:what|things?|anything|everything) i(?:'ve| have)? (?:wrote|written|noted|said|jotted|journaled)(?: down)?\b|\bdid i (?:write|note|say|jot|journal)(?: down)?\b|\b(?:my |the |any |show |find |list |search |read |all )+(?:journal )?(?:notes?|journal entr(?:y|ies)|entries)\b|\bnotes? (?:on|about|for|from|mentioning|regarding|of|tagged)\b|\bmy (?:thoughts|comments) (?:on|about|from|for|regarding)\b|^ *(?:newest|latest|recent)? ?notes? *$|\b(?:newest|latest|last|recent) (?:\d+ )?(?:journal )?notes?\b/;

/** What is open now. */
export const POSITIONS =
  /\bopen (?:positions?|trades?|orders?|lots?|contracts?|risk|exposure)\b|\bpositions? (?:are |is )?(?:still )?open\b|\b(?:current|my|present|existing) (?:open )?(?:positions?|holdings?|exposure)\b|\bwhat (?:am i|do i) (?:currently |still |now )*(?:hold(?:ing)?|own|have open|in|long|short)\b|\bwhat(?:'s| is) (?:still |currently )*open\b|\bstill (?:open|holding)\b|\bhave i got open\b|\bunreali[sz]ed\b|^ *(?:open |show )?positions *$/;

/** Wanting single trades listed. */
export const TRADE_LIST =
  /\b(?:show|list|display|see|give|print|get|view)(?: me)?(?: all)?(?: of)?(?: my| the)* (?:(?:last|latest|recent|newest|most recent|past|previous|closed|individual|losing|winning|long|short|options?|futures?|stocks?|\d+|[a-z]+) )*trades?\b|\bwhat (?:was|were|is|are) my (?:very )?(?:last|latest|most recent|newest|recent|previous) (?:\d+ |[a-z]+ )?trades?\b|^ *(?:my )?(?:last|latest|recent|newest|most recent) (?:\d+ )?(?:winning |losing |long |short )?(?:trades?|winners?|losers?|wins|losses)(?: (?:on|in|for|of|with|from) .*)? *$|\bwhat did i trade\b|\bwhat have i traded\b|\bwhich trades\b|\bwhat trades\b/;

/** The best or worst few trades, with or without a number. */
export const RANKED_TRADES = new RegExp(
  String.raw`\b(top|best|biggest|largest|most profitable|worst|bottom|least profitable)(?: (${NUMBER}))? (?:single )?(winning |losing )?(trades|winners|losers|wins|losses)\b|\b(${NUMBER}) (top|best|biggest|largest|most profitable|worst|least profitable) (winning |losing )?(trades|winners|losers|wins|losses)\b`,
);

/** Wanting a cause. */
export const WHY =
  /\bwhy\b|\bwhat(?:'s| is| am i) (?:wrong|going wrong|hurting|doing wrong|causing)\b|\bwhat went wrong\b|\bwhere (?:do|did|am|are|have) i (?:lose|losing|lost|bleed|leak|go wrong|made|make|making)\b|\breason(?:s)? (?:for|why|i)\b|\bhow come\b/;

/** Wanting to get better: the record's weakest and strongest groups. */
export const WEAK_SPOTS =
  /\b(?:when (?:do|did|am) i (?:usually |normally |mostly |typically )?(?:los(?:e|ing)|win|make|making|perform|trad(?:e|ing) (?:best|worst|better|worse|well|badly))|improve|work on|weak(?:est|ness(?:es)?| spots?)?|mistakes?|leaks?|do better|do differently|stop doing|problem areas?|strengths?|strong(?:est)? points?|focus on|bad habits?|get better|insights?|patterns?|lessons?)\b/;

/** Asking what can be asked. */
export const HELP =
  /^ *(?:help|hi|hello|hey|hey there|hello there|hi there|good (?:morning|afternoon|evening)|yo|thanks?|thank you|ok|okay|test|menu|commands?|what can (?:you|i) (?:do|ask)(?: (?:you|here|about))?(?: for me)?|what do you (?:do|know)|who are you|who (?:made|built|wrote|created) you|what model (?:are you|is this|do you use)|are you (?:an? )?(?:ai|bot|human|llm)|how (?:does this|do you) work|how do i use (?:this|you)|what is this|what are you) *[,.]? *$/;

/** How to get data in. */
export const IMPORT_HELP =
  /\b(?:how|where|can) (?:do|can|to|i|should) (?:i )?(?:import|upload|add|load|get) .{0,40}(?:trades?|file|csv|data|broker|statement|executions?)\b/;

/** The meaning of a metric. */
export const DEFINE =
  /\b(?:what does .{1,40} mean|(?:define|definition of|meaning of)\b|what is meant by|explain (?:the |my )?(?=\w+ ?\w*$)|how (?:is|do you|are) .{1,40} (?:calculated|computed|defined|calculate|compute|define))/;

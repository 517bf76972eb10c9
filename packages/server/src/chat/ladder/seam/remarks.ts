/** How models speak of their own going on, in the languages in which they mostly do. */
import { isLetter } from './text.ts';

const OPENERS = [
  ...['sure', 'certainly', 'of course', 'absolutely', 'okay', 'ok', 'understood', 'got it', 'no problem'],
  ...['here is', "here's", 'below is', 'continu', 'to continue', 'let me', "i'll", 'i will', 'picking up', 'resuming'],
  ...[
    'i apolog',
    "i'm ",
    'i am ',
    'apolog',
    'my apologies',
    'sorry',
    'unfortunately',
    "i can't",
    'i cannot',
    "i don't",
  ],
  ...['as an ai', 'it looks like', 'it seems', 'could you', 'can you', 'please'],
  ...['ich ', 'hier ', 'fortsetzung', 'weiter', 'natürlich', 'gerne', 'klar', 'entschuldig', 'es tut mir leid'],
  ...['je ', 'voici', 'la suite', 'suite', 'reprenons', 'bien sûr', "d'accord", 'désolé', 'toutes mes excuses'],
  ...['sigo', 'retom', 'prosig', 'aquí', 'claro', 'por supuesto', 'lo siento', 'disculp', 'aqui', 'segue', 'desculp'],
  ...['ecco', 'certo', 'contin', 'riprend', 'proseguo', 'mi scuso', 'scusa', 'ik ga', 'hier', 'vervolg', 'natuurlijk'],
  ...['продолж', 'конечно', 'извин', 'вот', 'kontynu', 'oczywiście', 'przepraszam', 'devam', 'tabii'],
  ...[
    '继续',
    '繼續',
    '接上',
    '接着',
    '好的',
    '以下',
    '抱歉',
    '当然',
    '続き',
    '以下',
    '承知',
    'はい',
    '申し訳',
    'もちろん',
  ],
  ...['계속', '이어서', '네', '죄송', '알겠습니다', '물론', 'متابعة', 'سأكمل', 'أكمل', 'بالطبع', 'عذر', 'استكمال'],
];

export const ACKNOWLEDGES =
  /^(?:sure|certainly|of course|absolutely|okay|ok|understood|got it|no problem|natürlich|gerne|klar|bien sûr|d'accord|claro|por supuesto|certo|natuurlijk|конечно|oczywiście|tabii|好的|当然|承知しました|はい|もちろん|네|물론입니다|알겠습니다|بالطبع)(?: thing)?[\s.,!。，！、]*$/i;

export const SPEAKS_OF_ITSELF = new RegExp(
  [
    /left off|(?:was|were|been|got) (?:cut off|interrupted)|interruption|broke off|i (?:had )?stopped|it stop(?:s|ped)/,
    /continuation|^\W*continu(?:ed|ing|e)?\W*$|(?:i'll|i will|let me) (?:now )?continue/,
    /continu\w* (?:from|exactly|(?:with |on )?(?:the|my|your) (?:previous |last )?(?:answer|response|message|reply|text|sentence|table|list|code))/,
    /(?:rest|remainder|remaining part) of (?:the|my|your) (?:answer|response|message|reply|text|table|list|code|analysis)/,
    /(?:aufgehört|abgebrochen|unterbrochen|stehen ?geblieben)|unterbrechung|fortsetzung\W*$|^\W*weiter\W*$|fortsetzung (?:der|meiner)|(?:setze|fahre)[^.]{0,60} fort\b|rest (?:der|meiner) antwort/,
    /où je (?:me suis|m'étais|m'ai)[^.]{0,20}(?:arrêté|interrompu)|la suite\W*$|^\W*suite\W*$|(?:suite|reste) de (?:la|ma) réponse/,
    /donde (?:lo |me )?(?:dejé|quedé|quedamos|había quedado)|interrupción|continuación|resto de (?:la|mi) respuesta/,
    /onde (?:eu )?(?:parei|paramos)|interrupção|continuação|(?:resto|restante) da (?:minha )?resposta/,
    /dove (?:mi ero|ero|avevo|ho)[^.]{0,20}(?:interrotto|rimast|lasciat)|interruzione|continuazione|resto della (?:mia )?risposta/,
    /waar ik (?:was )?(?:gebleven|gestopt)|onderbreking|^\W*vervolg\W*$|rest van (?:het|mijn) antwoord/,
    /остановил|прерва|продолжение|продолжаю (?:с|ответ|отсюда)|przerwa|kaldığım|kesinti/,
    /(?:继续|繼續|接着)(?:上文|上述|之前|前面|刚才|回答|输出|未完|我的)|^(?:继续|繼續)[：:。…]*$|接上文|剩余部分|中断/,
    /続き(?:です|から|を)|^続き[：:。…]*$|(?:이어서|계속(?:해서)?) ?(?:작성|답변|이어|설명|하겠)|중단된|توقفت|متابعة|استكمال|انقطاع/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** Said instead of going on. */
export const DECLINES =
  /^\W*(?:(?:i'm|i am) (?:sorry|unable|not able)|sorry|i apologi[sz]e|unfortunately|i (?:can't|cannot|don't (?:have|see))|as an ai|it (?:looks|seems) like|could you|can you|please)\b[^\n]{0,120}?(?:continu|carry on|go on|cut off|incomplete|interrupted|previous|earlier|left off|your (?:message|text|question)|the (?:text|rest|message)|context)/i;

export const PROMISES_ALL = /(?:complete|full|whole|entire) (?:answer|response|message|reply)/i;

/** A remark on the line of the continuation: what announces it, or an excuse. */
export const INLINE = new RegExp(
  [
    /^\W{0,3}[^\n:]{0,100}(?:left off|it stop(?:s|ped)|stopped|continuation|continuing|continued)[^\n:.]{0,20}:[*_)\]]*[ \t]+(?=\S)/,
    /^(?:i apologi[sz]e|i'm sorry|(?:my )?apologies|sorry)[^.!\n]{0,40} (?:about|for) (?:that|the (?:interruption|confusion|cut-?off|break|delay))[^.!\n]{0,20}[.!][ \t]+(?=\S)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** Also true for the beginning of what could be one. */
export function couldBeRemark(line: string): boolean {
  const said = line.replace(/^[*_([>#\s.…]+/, '').replaceAll('’', "'");
  // A small letter goes on with a sentence; a remark begins with a capital one, one of neither kind, or with a mark.
  if (said === line && isLetter(said) && said.charAt(0) !== said.charAt(0).toUpperCase()) return false;
  const lower = said.toLowerCase();
  return OPENERS.some((opener) => lower.startsWith(opener) || opener.startsWith(lower));
}

/** Everyday words that are one slip away from a trader's, and no slips: of the commonest that the local embedder knows. */
export const EVERYDAY_WORDS: readonly string[] = `
addition advised advisory albert alice along angel apply arabia arabic aware balls bands banner basic basin
beach bears became being billion billy bitter blank blast blond bloody bones bonus boots bother boxing bread
breast breed brian bride brooks brought brown buried cancer cannon capita capitol carter castle cells channel
charge cheek chess chile choir chose chuck closer closet competing connor contact contest context contrast
cooking cooper copies costa couch couldn county court created crops crown curse decade defence della district
diverse diversity divided draft drawn dream driver dying easier eastern either empire evans extensive faced
factory farther feeding feelings fellow fifth filmed finding fired flame flesh flight flood flute folded formed
forty founded fourth franco frank franz gasped genus germany globe grand grass greek guest hated having heading
healing healthy heard hiding hockey horse hundreds indies influence intent inter israeli killed korea landing
laser lasted latter launch layer leaning lifted likes links listen looked loose lovely lover loves lowest magic
maine manga manila marco maria marked marsh martin match means medal median meetings mercy merged minds mines
modern mouth movies named national norman noting officer older packed painted palace paris partly parts patent
pierce planted plate playoff police present pride prince prize programme project protest purse quality quartet
radio rangers really recovery refuge regard relay remain remainder reminded remote reply resort retain revenue
revolution roster route rubbed ruler russian sacred sally saying scored seats seminary served shade shaft shall
shame shane shape sharp sheep shirt shock shore shots shouldn simple skull smell smoke snake spare speed spell
spine spite spots springs sprint status stayed stones strange stream strings stroke strong style sweat sweet
swept swift tales talked teeth texts thank these thick though thrust titled tough tower trace treasure trent
trevor trial tried turner unity violet vital wales walter warned waste wealthy whose wider widow winds winter
withdrew women world wouldn wound wright writer
`
  .trim()
  .split(/\s+/u);

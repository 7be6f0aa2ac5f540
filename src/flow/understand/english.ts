import type { Meaning, Reading } from './rules/meaning.ts'

/** What a small English lexicon makes of a reply. */
export function readEnglish(text: string): Reading {
  const reply = tidy(text)
  const optOutHeard = optOutWords.test(reply)
  const verdict = (intent: Meaning, sure: boolean): Reading => ({ intent, sure, optOutHeard })
  if (leaveMeAlone.test(reply) && !notNow.test(reply)) return verdict('remove_me', true)
  const thoughts = reply.split(/ (?:but|however|although) /)
  const last = thoughts.findLast((thought) => polarity(thought) !== undefined)
  const said = last === undefined ? undefined : polarity(last)
  if (source.test(reply)) return refusal.test(reply) ? verdict('no', false) : verdict('number_question', true)
  if (said === 'both') return verdict('unknown', false)
  if (noise.test(reply) && (said !== 'no' || bareNo.test(reply))) return verdict('unknown', said === undefined)
  if (said !== undefined) return verdict(said, said === 'no' || !unclear.test(reply))
  return verdict('unknown', greeting.test(reply))
}

function polarity(thought: string): 'yes' | 'no' | 'both' | undefined {
  const kind = thought.replace(noProblem, ' go ahead ')
  const refused = refusal.test(kind)
  // What was refused is taken away, so that «not interested» is not read as «interested».
  const rest = kind.replace(new RegExp(refusal.source, 'g'), ' ')
  const accepted = acceptance.test(rest) || question.test(rest)
  if (refused) return acceptance.test(rest) && !bareYes.test(rest) ? 'both' : 'no'
  if (accepted) return 'yes'
  if (bareNo.test(kind)) return 'no'
  return bareYes.test(kind) ? 'yes' : undefined
}

/** Lower case, without apostrophes and punctuation, contractions spelled one way. */
function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(
      /\b(do|does|can|could|wo|would|should|is|are)nt\b/g,
      (_, verb: string) => `${verb === 'wo' ? 'will' : verb} not`,
    )
    .replace(/\b(cant|cannot)\b/g, 'can not')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const optOutWords =
  /\b(stop|remove|delete|unsubscribe|never|report|sue|police|harass\w*|complain\w*|take me off|(do not|no more) (call|ring|contact|phone))\b/
const leaveMeAlone =
  /\b((do not|never|stop|quit|no more) (\w+ ){0,3}(call|calls|calling|contact|contacting|ring|ringing|phone|phoning|bother|bothering|disturb)|(remove|delete|erase|take|scratch|get) (\w+ ){0,2}(me|my|this|number|name)\b.*\b(off|list|number|database|system|records?|name)|(delete|remove|erase) me|unsubscribe|do not call list|leave me alone|lose (my|this) number|(report|sue) you|(i will|ill|going to) (complain|sue|report)|call the police|harass\w*)\b/
const notNow =
  /\b(do not|stop) (\w+ ){0,2}(call|ring|phone)\w*( me)? (right )?(now|today|at this)|\b(call|ring|phone) (me )?(back )?(later|tomorrow|tonight|next)\b/
const source =
  /\b((where|how|who|which)\b.{0,40}\b(my|this|our) (\w+ )?(number|name|details|info\w*|contact|data)|who (gave|sold) you|how do you know (me|my|us)|where do you know me)\b/
const refusal =
  /\b(not (really |very |at all )?(interested|now|today|for me|right now|needed|necessary|available)|no (thanks?|thank you|need|time|interest|way|money)|do not (really )?(want|need|have|care|like|think so)|can not (talk|speak|really|do|come|afford)?|can not|busy|driving|at work|in a meeting|sleeping|(call|ring|phone) (me )?(back )?(later|tomorrow|tonight|another|some other|in)|another time|some other time|maybe later|already (have|enrolled|registered|signed|got|speak|know)|wrong (number|person)|too (old|expensive)|not the right person|nobody (here )?by that name|i (will )?pass)\b/
const noProblem =
  /\b((no|not a) (problem|worries|trouble|bother)|never mind go|i do not mind|do not worry|why not|not at all go|youre not (bothering|disturbing) me)\b/
const acceptance =
  /\b(go ahead|go on|tell me|please do|i am interested|im interested|interested|sounds? (good|great|interesting|nice)|i would (like|love)|id (like|love)|i want|im listening|i am listening|listening|continue|carry on|explain|put me through|connect me|sign me up|i have time|with pleasure|im in|lets (hear|do)|love to|of course|absolutely|definitely|certainly|send me)\b/
const question =
  /\b(how much|what (is|are|does|do|time|days?|courses?|level|languages?)\b.{0,30}\b(price|cost|fee|fees|time|course|courses|class|classes|it|offer|about|days?)|price|cost|fees?|where (are you|is it|is the) (located|based|school|class)?|when does|do you (have|offer|teach)|is it (online|free)|online or|certificate|discount|how long|how many)\b/
const bareYes = /\b(yes|yeah|yep|yup|ya|sure|ok|okay|alright|right|fine|great|good|correct|please|aye)\b/
const bareNo = /\b(no|nope|nah|never)\b/
const noise =
  /\b(who (is|are) (this|you|calling)|whos (this|calling)|who am i|where are you calling|can not hear|cannot hear|can you hear|pardon|say (that|it) again|repeat|come again|hold on|one (moment|second|minute)|just a (moment|second|minute|sec)|speak up|breaking up|what did you say|do not understand|what)\s*$|\b(who (is|are) (this|you|calling)|whos (this|calling)|where are you calling|can not hear|can you hear|hold on|one moment|breaking up|what company)\b/
const greeting = /^((hello|hi|hey|good|morning|afternoon|evening|how|are|you|thanks|thank|there|sir|madam) ?)+$/
const unclear = /\b(maybe|perhaps|i guess|not sure|dont know|do not know)\b/

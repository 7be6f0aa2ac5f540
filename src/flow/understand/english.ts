import type { Meaning, Reading } from './rules/meaning.ts'

/** What a small English lexicon makes of a reply. */
export function readEnglish(text: string): Reading {
  const reply = tidy(text)
  const optOutHeard = optOutWord.test(reply)
  const verdict = (intent: Meaning, sure: boolean): Reading => ({ intent, sure, optOutHeard })
  if (leaveMeAlone.test(reply) && !notNow.test(reply)) return verdict('remove_me', true)
  if (source.test(reply)) return refusal.test(reply) ? verdict('no', false) : verdict('number_question', true)
  if (greeting.test(reply)) return verdict('unknown', true)
  const thoughts = reply.split(/ (?:but|however|although) /)
  const said = thoughts.map(polarity).findLast((kind) => kind !== undefined)
  if (said === 'both') return verdict('unknown', false)
  if (noise.test(reply) && (said !== 'no' || !refusal.test(reply))) return verdict('unknown', said === undefined)
  if (said === undefined) return verdict('unknown', false)
  return verdict(said, said === 'no' || !doubt.test(reply))
}

function polarity(thought: string): 'yes' | 'no' | 'both' | undefined {
  const kind = thought.replace(noProblem, ' go ahead ')
  // What is refused is taken away, so that «not interested» is not read as «interested».
  const rest = kind.replace(everyRefusal, ' ')
  if (rest !== kind) return acceptance.test(rest) ? 'both' : 'no'
  if (acceptance.test(rest) || question.test(rest)) return 'yes'
  if (bareNo.test(rest)) return 'no'
  return bareYes.test(rest) ? 'yes' : undefined
}

/** Lower case, no punctuation, and «don't», «can't» spelled out. */
function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/\b(cant|cannot|couldnt)\b/g, 'can not')
    .replace(/\bwont\b/g, 'will not')
    .replace(/\b(do|does|is|are|would|should)nt\b/g, '$1 not')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function heard(...alternatives: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${alternatives.join('|')})\\b`)
}

const optOutWord = heard(
  'stop',
  'remove',
  'delete',
  'unsubscribe',
  'never',
  'report',
  'sue',
  'police',
  'harass\\w*',
  'complain\\w*',
  'take me off',
  '(do not|no more) (call|ring|contact|phone)',
)
const leaveMeAlone = heard(
  '(do not|never|stop|quit|no more) (\\w+ ){0,3}(call|ring|phone|contact|bother|disturb)(s|ing)?',
  '(remove|delete|erase|scratch) (\\w+ ){0,2}(me|my|this|our|number|name)',
  '(remove|delete|erase) it',
  '(take|get) (me|us|my \\w+|this number) (off|out)',
  'unsubscribe',
  'do not call list',
  'leave (me|us) alone',
  'lose (my|this) number',
  '(report|sue) (you|this)',
  '(i will|ill|going to) (complain|sue|report)',
  'police',
  'harass\\w*',
)
const notNow = heard(
  '(do not|stop) (\\w+ ){0,2}(call|ring|phone)(ing)?( me)? (right )?(now|today|at this)',
  '(call|ring|phone) (me )?(back )?(later|tomorrow|tonight|next)',
)
const source = heard(
  '(where|how|who|which)\\b.{0,40}\\b(my|this|our) (\\w+ )?(number|name|details|info\\w*|contact|data)',
  'who (gave|sold) you',
  '(how|where) do you know (me|us)',
)
const refusals = [
  'not (really |very |at all )?(interested|now|today|for me|right now|needed|necessary|available)',
  'no (thanks?|thank you|need|time|interest|way|money)',
  'do not (really )?(want|need|have|care|like|think so)',
  'can not (?!hear|understand|see)\\w+',
  'busy',
  'driving',
  'at work',
  'in a meeting',
  'sleeping',
  '(call|ring|phone) (me )?(back )?(later|tomorrow|tonight|another|some other|in)',
  '(another|some other) time',
  'maybe later',
  'already (have|enrolled|registered|signed|got|speak|know)',
  'wrong (number|person)',
  'too (old|expensive)',
  'nobody (here )?by that name',
  'ill pass',
]
const refusal = heard(...refusals)
const everyRefusal = new RegExp(refusal.source, 'g')
const noProblem = heard(
  '(no|not a) (problem|worries|trouble|bother)',
  '(i )?do not mind',
  'do not worry',
  'why not',
  'not (bothering|disturbing) me',
)
const acceptance = heard(
  'go (ahead|on)',
  'tell me',
  'please do',
  'interested',
  'sounds? (good|great|interesting|nice)',
  '(i would|id|would) (like|love)',
  'i want',
  'listening',
  'continue',
  'carry on',
  'explain',
  'put me through',
  'connect me',
  'sign me up',
  'i have (the )?time',
  'with pleasure',
  'of course',
  'absolutely',
  'definitely',
  'certainly',
  'send me',
)
const question = heard(
  'how (much|long|many)',
  'what (time|days?|courses?|levels?|languages?)',
  'what (is|are|does|do)\\b.{0,30}\\b(price|cost|fees?|time|course|courses|class|classes|it|offer|about)',
  'price',
  'cost',
  'fees?',
  'where (are you|is it|is the)( located| based| school| class)?',
  'when does',
  'do you (have|offer|teach)',
  'is it (online|free)',
  'online or',
  'certificate',
  'discount',
)
const bareYes = heard(
  'yes',
  'yeah',
  'yep',
  'yup',
  'sure',
  'ok',
  'okay',
  'alright',
  'right',
  'fine',
  'great',
  'correct',
  'please',
)
const bareNo = heard('no', 'nope', 'nah', 'never')
const noise = heard(
  'who (is|are) (this|you|calling)',
  'whos (this|calling)',
  'where are you calling',
  'can not (hear|understand)',
  'can you hear',
  'pardon',
  'say (that|it) again',
  'repeat',
  'come again',
  'hold on',
  '(one|just a) (moment|second|minute|sec)',
  'speak up',
  'breaking up',
  'what did you say',
  'what company',
  'what$',
)
const greeting = /^((hello|hi|hey|good|morning|afternoon|evening|how|are|you|thanks|thank|there|sir|madam) ?)+$/
const doubt = heard('maybe', 'perhaps', 'i guess', 'not sure', 'do not know')

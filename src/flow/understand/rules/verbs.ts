import type { Verb } from './conjugation.ts'

/** The verbs people use on the phone; a stem is spelled as it is said and as it is written. */
export const verbs: readonly Verb[] = [
  verb('want', 'خوا خواه خا', 'خواست خاست'),
  verb('have', 'دار', 'داشت', 'bare'),
  verb('can', 'تون توان', 'تونست توانست'),
  verb('know', 'دون دان', 'دونست دانست'),
  verb('hear', 'شنو شنف شن', 'شنید شنفت'),
  verb('say', 'گ گو گوی', 'گفت'),
  verb('give', 'د ده', 'داد'),
  verb('give', 'ده', '', 'bare'),
  verb('take', 'گیر', 'گرفت', 'bare'),
  verb('bring', 'ار اور', 'اورد'),
  verb('hit', 'زن', 'زد', 'bare'),
  verb('do', 'کن', 'کرد', 'bare'),
  verb('do', 'نما نمای', 'نمود', 'bare'),
  verb('lift', 'بردار وردار', 'برداشت ورداشت', 'bare'),
  verb('come', 'ا یا ای', 'اومد آمد'),
  verb('go', 'ر رو', 'رفت'),
  verb('become', 'ش شو', 'شد', 'bare'),
  verb('turn', 'گرد', 'گشت گردید'),
  verb('see', 'بین', 'دید'),
  verb('ask', 'پرس', 'پرسید'),
  verb('send', 'فرست', 'فرستاد'),
  verb('recognise', 'شناس', 'شناخت'),
  verb('let', 'ذار گذار زار', 'ذاشت گذاشت زاشت'),
  verb('reach', 'رس', 'رسید'),
  verb('understand', 'فهم', 'فهمید'),
  verb('sleep', 'خواب', 'خوابید'),
  verb('please', 'فرما فرمای', 'فرمود'),
  verb('hit', 'خور', 'خورد'),
  verb('buy', 'خر', 'خرید'),
  verb('sell', 'فروش', 'فروخت'),
  verb('fall', 'افت', 'افتاد'),
  verb('pull', 'کش', 'کشید'),
  verb('study', 'خون خوان', 'خوند خواند'),
  verb('stay', 'مون مان', 'موند ماند'),
  verb('find', 'یاب', 'یافت'),
  verb('sit', 'شین', 'نشست'),
  verb('write', 'نویس', 'نوشت'),
  verb('learn', 'آموز', 'آموخت'),
  verb('like', 'پسند', 'پسندید'),
  verb('wait', 'وایس وایست ایست', 'وایساد وایستاد ایستاد', 'bare'),
  verb('pass', 'گذر', 'گذشت گذش'),
  verb('close', 'بند', 'بست'),
  verb('leave', 'جه', 'جست'),
]

function verb(lemma: string, present: string, past: string, bare?: 'bare'): Verb {
  return { lemma, present: words(present), past: words(past), bare: bare === 'bare' }
}

function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '')
}

import { type Match, type Pattern, pattern } from './pattern.ts'
import type { Word } from './word.ts'

/**
 * Turns of phrase whose words do not mean what they say («دست شما درد نکنه», «چرا که نه»): each becomes one word with the
 * tags given, so that no rule reads its parts. Tried in order; earlier ones hide their words from later ones.
 */
export function withoutIdioms(words: readonly Word[]): readonly Word[] {
  let reply = words
  for (const idiom of idioms) {
    const matches = idiom.pattern.find(reply)
    for (const { from, to } of apart(matches).toReversed()) {
      const text = reply
        .slice(from, to)
        .map((word) => word.text)
        .join(' ')
      reply = reply.toSpliced(from, to - from, { text, tags: idiom.tags })
    }
  }
  return reply
}

/** Matches without those that begin inside an earlier one. */
function apart(matches: readonly Match[]): readonly Match[] {
  let end = 0
  return matches.filter(({ from, to }) => {
    if (from < end) return false
    end = to
    return true
  })
}

function idiom(tags: string, ...sources: readonly string[]): { tags: ReadonlySet<string>; pattern: Pattern }[] {
  return sources.map((source) => ({ tags: new Set(tags.split(' ')), pattern: pattern(source) }))
}

/** Every turn of phrase we know. */
export const idioms = [
  // Denied words: «نگفتم نمی‌خوام», «نمی‌تونم بگم نه» lean to a yes; «نه اینکه نخوام» leaves the matter open.
  ...idiom(
    'doom',
    'can&neg&p1|say&neg&p1 say? که? yes|ok',
    'say&neg&p1 ..1 want&pos&p1|come&pos&p1',
    'who say&p1&past want&pos',
  ),
  ...idiom(
    'leaning',
    'no say&neg&p1|bring&neg&p1',
    'who|مگه say&past me? want&neg',
    'be&neg&p3 که ..3 v&neg&subj',
    'be&neg&p3 که ..3 have&neg be&subj',
    'can&neg&p1 say ..1 bad|joy come',
    'چرا? که v&neg&p1&subj',
    'can&neg&p1|become&neg&p3 که? no say',
    'can&neg&p1|become&neg&p3 v&neg&subj|نخواست|نیومد|نرفت|نگفت',
    'دلیلی have&neg|see&neg که? no|v&neg',
    'want&neg&p1 ..3 ناراحت|ناراحتتون|handed|وقتتونو|وقتتون|خسته|خستتون|دروغ ..1 v&p1&subj',
    'become&neg&p3 say&past no',
    'can&neg&p1 say که? no',
    'can&neg&p1 say ..1 v&neg',
    '(?<!مگه) say&neg&p1 که? no',
    '(?<!مگه|you) say&neg&p1 که? wish|time|need|ring? v&neg',
  ),
  ...idiom('conceded', 'no که|اینکه ..3 v&neg&subj', 'no که|اینکه bad come', 'no که|اینکه ..3 have&neg be&subj'),
  // Choosing one of two is no refusal: «برای پسرم نه خودم», «آنلاین نه حضوری».
  ...idiom('contrast', 'to? mine|family|بچم no to? mine|family|بچم', 'course no course'),
  ...idiom(
    'agree',
    'who|کیه که? ..3 bad come&pos',
    'who|کیه که? ..3 joy come&neg',
    'مگه become v&neg&p1',
    'why v&neg&p1&subj',
    'thought do&neg&p1 ..1 bad|fault|bother ..2 be|have',
    'بی|بدون|کم wish|need ..1 be&neg&p1',
    'مگه ..3 که want&neg&p3',
    'از خدا خواسته',
    'چی|چه بهتر از? این?',
    'bad فکری|پیشنهادی|حرفی be&neg',
    'no? why bother be&p2',
    'رد do&neg&p1',
    'fault ..2 do&neg&p1|see&neg&p1',
    'be|have&neg که want&neg&p3',
    'چراکه|چرا که? نه',
    'why bad come',
    'now why $',
    'why want&neg&p1|نباید|نباشه',
    'bad هم? come&neg',
    'bad be&neg&p3',
    'از خدامه|خدامونه|خدامون|خدام',
    'نه? چه مزاحمت|مزاحمتی|زحمتی|زحمت|عیبی|اشکالی|ایرادی|مشکلی',
    'bother ..2 be&neg',
    'bother become&neg&past',
    'bother become&neg&pres&!p1',
    'bother نشده|نشدید|نیستن',
    'تعارف do&neg',
    'هیچ? fault ..2 have&neg&!p2',
    'هیچ? fault ..2 be&neg&p3',
    'هیچ? حرفی|بحثی|شکی|شک have&neg|be&neg',
    'عجله|عجلهای have&neg&p1',
    'سراپا|سرتاپا گوشم|گوشیم|گوش',
    'گوشم|گوشمون با شماست|شما|توعه|توه',
    'باعث افتخار|افتخاره|خوشحالیه|خوشوقتیه|مسرته|افتخارمه',
    'با کمال میل|افتخار|مسرت',
    'با جان|جون و? دل',
    'خوب شد ..2 ring hit|take',
    'چه موقع خوبی',
    'هم? فاله هم تماشا',
    'استقبال do&p1&pos',
    'glad become&p1&pos',
    'چه عجب',
    'قطع do&neg&p1',
    'مخالف|ناراحت|بیمیل|پشیمون be&neg&p1',
    'want&neg ..1 cutting do',
    'who که? want&neg',
    'کیه که? want&neg',
    '(?<!مگه) free be&p1',
    '(?<!مگه) free (?!v&p3)',
  ),
  ...idiom(
    'agree serve',
    'be&pos? در خدمت|خدمتم|خدمتتون|خدمتیم|خدمتتونم|خدمتتونیم ..1 be&p1?',
    '(?<!سر) خدمتتونم|خدمتیم|خدمتتونیم|خدمتم be&p1?',
    'خدمت شما|you? be&p1',
    'خدمتتون be&p1',
  ),
  ...idiom('later serve', 'خدمت|خدمتتون reach&p1', '(?<!no) bother become&p1&pos'),
  ...idiom(
    'courtesy',
    'اختیار have&p2',
    'این? چه حرفیه|فرمایشیه|حرفی|فرمایشی|کاریه',
    'این حرفا|حرفها چیه|چی',
    'خواهش do&p1',
    'شما بزرگوارید|بزرگوارین|بزرگواری|محترمید',
  ),
  ...idiom('indifferent', 'فرقی|فرق do&neg|have&neg'),
  ...idiom(
    'thanks',
    'دستت|دستتون|دست you|dear|p2? ..2 درد do&neg',
    'از لطف|لطفتون|محبتتون|محبت you? thanks?',
    'grace do&past|have|کردی',
    'زحمت کشیدید|کشیدین|کشیدی|دادیم|دادم',
    'thanks ..1 از? لطفتون|لطفت|تماستون|محبتتون|شما|پیشنهادتون|توجهتون',
    'لطف شما|شماست? زیاد|زیاده|مستدام',
    'خیر ببینید|ببینین|ببینی',
    'خدا خیرتون|خیرت|عمرتون|عمرت|اجرتون give',
    'زنده|پاینده|سلامت|پایدار|سرافراز be&p2',
    'سلامت باشید',
  ),
  ...idiom(
    'thanks bye',
    'موفق|موید|پیروز be&p2',
    'روز|وقت|شب خوبی|خوش داشته باشید|باشین|باشی',
    'روزتون|شبتون|وقتتون خوش',
  ),
  ...idiom(
    'hello',
    'خسته be&neg',
    'خدا قوت',
    'وقت|وقتت|وقتتون|صبح|صبحتون|ظهر|ظهرتون|عصر|عصرتون|شب|شبتون|روز|روزتون|روزت you? هم? بخیر باشه?',
    'وقت|وقتت|وقتتون|صبح|صبحتون|ظهر|ظهرتون|عصر|عصرتون|شب|شبتون|روز|روزتون|روزت you? هم? به خیر باشه?',
    'حال|احوال|احوالات you|dear ..1 چطوره|خوبه|خوب?',
    'حالتون|حالت|احوالتون|احوالت|حالتونم ..1 چطوره|خوبه|چطور?',
    'خوب|خوبی be&p2 you?',
    'you? خوبید|خوبین|خوبی|چطورید|چطورین|خوبن',
    '(?<=hello|dear) چطوری',
    '^ چطوری $',
    'چه خبر',
    'روی ماهت|ماهتون',
  ),
  ...idiom('hello hope', 'عاقبتتون|عاقبتت بخیر'),
  ...idiom('sure', 'صد در صد', 'بدون شک'),
  ...idiom('sorry', 'عذر|معذرت|پوزش want&pos'),
  ...idiom('no', 'به هیچ وجه|عنوان|صورت', 'نه خیر', 'نه به خدا'),
  ...idiom('ever', 'هیچ وقت|موقع|گاه|زمان|زمانی'),
  ...idiom('now', 'در حال حاضر', 'همین الان|حالا', 'این ساعت|موقع|وقت|لحظه', 'فعلا که?', 'تو این شرایط'),
  ...idiom(
    'unheard',
    'یه|یک بار|دفعه|مرتبه دیگه|دیگر say|تکرار ..1',
    'دوباره|باز|مجدد say&imp',
    'تکرار do|please',
    'از اول say&imp',
  ),
  ...idiom('again', 'یه|یک بار|دفعه|مرتبه دیگه|دیگر', 'بار|دفعه دیگه|دیگری'),
  ...idiom(
    'order',
    'امر please',
    'حرف|حرفتونو|حرفتو|حرفت|حرفاتونو|حرفتون رو? hit&imp&pos',
    'امرتون|امرتونو|فرمایشتون|فرمایشتونو ra? say|please',
  ),
  ...idiom(
    'kindly',
    'بی زحمت',
    'اگه|اگر زحمتی|زحمت|ممکنه|میشه|امکانش|مقدوره ..1 be?',
    'grace do&!past|please',
    'thanks|grateful become&p1&pos',
    'جان|جون|تو|ارواح مادرت|مامانت|بچت|خدا|عزیزت',
  ),
  ...idiom('stop', 'handed ..1 از head ..3 lift', 'خیال|خیالمون|خیالم me? ra? راحت do&imp'),
  ...idiom('howmuch fine', 'چقدر|چه خوب|عالی|جالب'),
  ...idiom('whois', 'به|ب جا|جاش bring&neg', 'بجا bring&neg', 'you? از طرف who|where|which|what ..1 be?'),
  ...idiom(
    'later',
    'دفعه|بار بعد|بعدی',
    'برای بعد|بعدا',
    'یه|یک وقت|موقع|روز|زمان|فرصت دیگه|دیگهای|مناسب',
    'در? وقت|فرصت|زمان دیگه|دیگری|مناسب',
    'بعد از? ظهر',
    'ساعت|ربع|دقیقه|روز|هفته|ماه|سال دیگه|بعد',
    'هفته|ماه|سال آینده|بعدی',
  ),
  ...idiom('how', 'از|به|با? چه|کدوم طور|طوری|جور|جوری|شکلی|نحوی|صورتی|طریق|طریقی|روشی|راهی'),
  ...idiom('hello', 'عرض ادب|سلام|احترام'),
  ...idiom('aside', 'با you be&neg', 'با you ra? نیستم|نبودم|بودم'),
  ...idiom('quick', 'طول pull&neg', 'وقت|وقتم|وقتمو ra? take&neg&p3'),
  ...idiom('ponder', 'see&p1 ..1 what become&p3', 'تا see&p1', 'see&p1 ..1 what پیش come'),
  ...idiom('turn moment', 'صبر do&imp', 'wait&imp&pos'),
  ...idiom('moment', 'نگه دار|دارید|دارین|داشته'),
  ...idiom(
    'doom',
    'no time|wish|money|need ..1 have&pos&p1 no time|wish|money|need',
    'no ..3 want&pos&p1 no',
    'no wish|time|money|need have&pos&p1 no',
    'why come&pos&p1&subj|want&pos&p1&subj',
    'مگه money علف',
    'کیلو|کیلویی چند',
    'چه برسه',
    'به جاش',
    'who time|wish|money ..3 have&p3&pos',
    'who ..2 go&p3&pos',
    'where ..1 time|wish|money ..2 have&p1&pos',
    'مگه become',
    'بی wish|need',
    'to one again|دیگه say|ring|give',
    'برو? one دیگه ra? found',
    'no dear? language|course چیه $',
    'money where be',
    'مگه free',
    'who say&past me? want',
    'time got bring&p2',
    'مگه want&p1|have&p1',
  ),
  ...idiom('daily', 'every when'),
  ...idiom('doom neg thinking', 'بعید|بعیده know|do|be?'),
  ...idiom('beginner', 'language&p1 good|قوی be&neg', 'language&p1 ..1 ضعیف|ضعیفه|افتضاحه|صفره', 'any? skilled be&neg'),
  ...idiom('memory', 'remind come'),
  ...idiom(
    'doom',
    'به to? چه ache|کار|کارم|کارمون me? come|hit',
    'چه need have&p1',
    'چه فایده|فایدهای',
    'want&pos&p1 whatfor ..1 do?',
    'whatfor want&pos&p1',
    'need do&neg',
    'need|use|دلیلی|لزومی see&neg&p1',
    'time ..2 take&neg&imp',
    'برو بابا|پی|دنبال|گمشو|رد',
    'حوصله have&p2',
    'دل خوش|خوشه have?',
    'دلت|دلتون خوشه|خوش',
    'از سن? ما|من|مون|سنم|سنمون دیگه? pass',
    'سن you?|p1 دیگه? pass',
    'از بیکاری|سر',
  ),
]

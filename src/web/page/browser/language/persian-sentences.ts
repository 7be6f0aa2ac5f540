import { formatOf } from './format.ts'

/** Sentences the server says in English, in Persian; a part in brackets is put into its place (`$1`). */
const known: readonly (readonly [RegExp, string])[] = [
  [/^connected, version (\S+)$/, 'متصل، نسخه‌ی $1'],
  [/^connected$/, 'متصل'],
  [/^connecting$/, 'در حال اتصال'],
  [/^it is outside the calling hours \((.+)\)$/, 'بیرون از ساعت تماس است ($1)'],
  [/^(\d+) calls in a row failed(?: technically)?$/, '$1 تماس پیاپی به دلیل فنی ناموفق بود'],
  [
    /^(\d+) of the (\d+) calls of the last ten minutes failed technically$/,
    '$1 تماس از $2 تماس ده دقیقه‌ی گذشته به دلیل فنی ناموفق بود',
  ],
  [/^(.+) cannot serve, its account is empty(?:: top it up)?$/, 'سرویس $1 پاسخ نمی‌دهد: اعتبار حساب آن تمام شده است'],
  [/^(.+) cannot serve, it refuses our key: .+$/, 'سرویس $1 کلید ما را نمی‌پذیرد: توکن را در تنظیمات ببینید'],
  [
    /^(.+) cannot serve, it does not know what we ask for: .+$/,
    'سرویس $1 درخواست ما را نمی‌شناسد: نشانی آن را در تنظیمات ببینید',
  ],
  [
    /^the trunk (.+) is down: its carrier does not answer Asterisk$/,
    'ترانک $1 قطع است: شرکت مخابراتی به استریسک پاسخ نمی‌دهد',
  ],
  [/^the disk of (\S+) \((.+)\) is full but for .+$/, 'دیسک $1 ($2) تقریبا پر است'],
  [/^the panel has not been heard yet$/, 'هنوز از پنل چیزی نرسیده است'],
  [
    /^the panel did not allow calls when it answered last, and does not answer now$/,
    'پنل آخرین بار اجازه‌ی تماس نداد و اکنون پاسخ نمی‌دهد',
  ],
  [/^the line is full \(MAX_CONCURRENT_CALLS\)$/, 'خط پر است'],
  [/^a call is being placed on this line$/, 'تماسی روی این خط در حال برقراری است'],
  [/^MAX_CALLS_PER_DAY is reached$/, 'به سقف تماس روزانه رسیده است'],
  [/^MAX_ORIGINATIONS_PER_SECOND is reached$/, 'به سقف شروع تماس در ثانیه رسیده است'],
  [/^the line rests after a failure$/, 'خط پس از یک خطا استراحت می‌کند'],
  [/^the line has dialled as often as it may for now$/, 'فعلا به سقف تماس در دقیقه رسیده است'],
  [/^a caller waits on this line$/, 'تماس‌گیرنده‌ای روی این خط منتظر است'],
  [/^as many outbound calls are up as MAX_CONCURRENT_OUTBOUND_CALLS allows$/, 'تماس‌های خروجی هم‌زمان به سقف رسیده است'],
  [/^no line is active$/, 'هیچ خطی فعال نیست'],
  [/^no cause was given$/, 'علتی اعلام نشد'],
  [/^there is no such number$/, 'چنین شماره‌ای وجود ندارد'],
  [/^hung up in the ordinary way$/, 'قطع معمولی'],
  [/^the line was busy$/, 'خط مشغول بود'],
  [/^the phone did not respond$/, 'تلفن پاسخ نداد'],
  [/^it rang and nobody answered$/, 'زنگ خورد و کسی پاسخ نداد'],
  [/^the phone was off or out of reach$/, 'تلفن خاموش یا بیرون از دسترس بود'],
  [/^the call was refused$/, 'تماس رد شد'],
  [/^the number has changed$/, 'شماره تغییر کرده است'],
  [/^the far exchange does not work$/, 'مرکز تلفن مقصد کار نمی‌کند'],
  [/^the number is incomplete or wrong$/, 'شماره ناقص یا نادرست است'],
  [/^ended without a special reason$/, 'بدون علت خاص پایان یافت'],
  [/^the network had no line free$/, 'شبکه خط آزاد نداشت'],
  [/^the network is out of order$/, 'شبکه خراب است'],
  [/^a passing fault of the network$/, 'ایراد گذرای شبکه'],
  [/^the network is overloaded$/, 'شبکه شلوغ است'],
  [/^the network gave no reason$/, 'شبکه دلیلی نگفت'],
  [/^The customer agreed and was served\.$/, 'مخاطب پذیرفت و کارش انجام شد.'],
  [/^The customer said no\.$/, 'مخاطب نپذیرفت.'],
  [/^The customer agreed but left before being served\.$/, 'مخاطب پذیرفت، ولی پیش از انجام کار رفت.'],
  [/^The customer left or stayed silent before any usable reply\.$/, 'مخاطب پیش از پاسخی روشن رفت یا ساکت ماند.'],
  [/^The phone rang and nobody answered\.$/, 'تلفن زنگ خورد و کسی پاسخ نداد.'],
  [/^The line was busy\.$/, 'خط مشغول بود.'],
  [/^The phone was off or out of reach\.$/, 'تلفن خاموش یا بیرون از دسترس بود.'],
  [/^The reply was not understood\.$/, 'پاسخ فهمیده نشد.'],
  [/^A technical fault ended the call\.$/, 'ایرادی فنی تماس را پایان داد.'],
  [/^The customer called in\.$/, 'مخاطب خودش تماس گرفت.'],
  [/^The customer asked not to be called again\.$/, 'مخاطب خواست دیگر با او تماس نگیریم.'],
  [/^The network (?:rejected|blocked) the call\.$/, 'شبکه تماس را نپذیرفت.'],
  [/^The network had no room for the call\.$/, 'شبکه برای تماس جا نداشت.'],
  [/^No operator could be reached\.$/, 'هیچ اپراتوری در دسترس نبود.'],
  [/^it is on the phone now$/, 'هم‌اکنون پای تلفن است'],
  [/^is being called now$/, 'هم‌اکنون با آن تماس گرفته می‌شود'],
  [/^will not be called: it stands on no list$/, 'با آن تماس گرفته نمی‌شود: در هیچ فهرستی نیست'],
  [/^will not be called again: on the do-not-call list.*$/, 'دیگر با آن تماس گرفته نمی‌شود: در فهرست «تماس نگیرید» است'],
  [/^will not be called again: it has its result.*$/, 'دیگر با آن تماس گرفته نمی‌شود: نتیجه‌ی آن روشن است'],
  [/^on the do-not-call list$/, 'در فهرست «تماس نگیرید» است'],
  [/^dialing was held back$/, 'تماس گرفتن متوقف بود'],
]

/** The Persian of a sentence of the server; undefined for one that is not known. */
export function inPersian(sentence: string): string | undefined {
  for (const [pattern, persian] of known) {
    const match = pattern.exec(sentence)
    if (match === null) continue
    const { digits } = formatOf('fa', 'UTC')
    return persian.replace(/\$(\d)/g, (_, n: string) => {
      const part = match[Number(n)] ?? ''
      // Names stay what they are; figures are read in Persian.
      return /^[\d.]+$/.test(part) ? digits(part) : `\u2068${part}\u2069`
    })
  }
  return undefined
}

import type { Intent } from './plan.ts'

/** The intent that is heard at every question: someone who asks not to be called again is never overheard. */
export const removeMe = 'remove_me'

/** Prompts said before a call ends by `remove_me`, where the scenario has one. */
export const farewells = ['goodby', 'goodbye'] as const

const phrases: Readonly<Record<string, Readonly<Record<'yes' | 'no' | 'remove_me', readonly string[]>>>> = {
  fa: {
    yes: ['بله', 'بلی', 'آره', 'آری', 'باشه', 'حتما', 'بفرمایید', 'بله بفرمایید', 'درسته', 'موافقم', 'اوکی'],
    no: ['نه', 'خیر', 'نخیر', 'نه ممنون', 'نه مرسی', 'نمی‌خوام', 'علاقه ندارم', 'لازم ندارم', 'اصلا'],
    remove_me: [
      'دیگه زنگ نزنید',
      'دیگه به من زنگ نزنید',
      'لطفا دیگه تماس نگیرید',
      'دیگه با من تماس نگیرید',
      'شماره منو پاک کنید',
      'شماره‌مو پاک کنید',
      'شماره منو حذف کنید',
      'اسم منو از لیستتون خط بزنید',
      'دیگه مزاحم نشید',
    ],
  },
  en: {
    yes: ['yes', 'yeah', 'yep', 'sure', 'of course', 'okay', 'ok', 'please do', 'go ahead'],
    no: ['no', 'nope', 'no thanks', 'no thank you', 'not interested', 'not now'],
    remove_me: [
      'do not call me again',
      "don't call me again",
      'stop calling me',
      'remove me from your list',
      'delete my number',
      'take me off your list',
    ],
  },
}

const means: Readonly<Record<string, Readonly<Record<'yes' | 'no' | 'remove_me', string>>>> = {
  fa: {
    yes: 'می‌پذیرد یا تایید می‌کند',
    no: 'نمی‌پذیرد یا رد می‌کند',
    remove_me: 'می‌خواهد دیگر هرگز با او تماس گرفته نشود یا شماره‌اش حذف شود، یا به شکایت تهدید می‌کند',
  },
  en: {
    yes: 'accepts or confirms',
    no: 'declines or denies',
    remove_me: 'asks never to be called again or to have the number deleted, or threatens a complaint',
  },
}

/** An intent of ours in the languages of a scenario; English where we have no words of that language. */
export function builtinIntent(name: 'yes' | 'no' | 'remove_me', languages: readonly string[]): Intent {
  const codes = [...new Set(languages.map((language) => language.slice(0, 2)))]
  const known = codes.filter((code) => code in phrases)
  const used = known.length === 0 ? ['en'] : known
  return {
    name,
    means: means[used[0] ?? 'en']?.[name] ?? '',
    phrases: used.flatMap((code) => phrases[code]?.[name] ?? []),
  }
}

/** Sets of intents every scenario has. */
export const builtinSets: Readonly<Record<string, readonly ('yes' | 'no')[]>> = { yes_no: ['yes', 'no'] }

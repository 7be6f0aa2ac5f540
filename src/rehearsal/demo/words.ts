import type { Phrase, SchemePhrases } from '../pbx/number-scheme.ts'

/** What the customers of the demonstration say; the digit is that of the number scheme's turns. */
export const words = {
  yes: { digit: 1, text: 'بله، علاقه دارم', lastsMs: 1_600 },
  no: { digit: 2, text: 'نه، نمی‌خوام', lastsMs: 1_400 },
  whereFrom: { digit: 3, text: 'شماره منو از کجا آوردید؟', lastsMs: 1_900 },
  unclear: { digit: 4, text: 'امروز هوا خیلی خوب است و بچه‌ها در حیاط بازی می‌کنند', lastsMs: 3_000 },
  neverAgain: { digit: 5, text: 'دیگه به من زنگ نزنید، شماره منو پاک کنید', lastsMs: 2_600 },
  driving: { digit: 6, text: 'پشت فرمونم، نمی‌تونم صحبت کنم', lastsMs: 2_000 },
  yesButNo: { digit: 7, text: 'بله متوجه شدم، ولی نه، نمی‌خوام', lastsMs: 2_300 },
  price: { digit: 8, text: 'قیمتش چنده؟', lastsMs: 1_200 },
  atLength: {
    digit: 9,
    text: 'والا من الان بیرون هستم ولی یه بار گفتم باید فکر کنم، بله حالا بفرمایید علاقه دارم',
    lastsMs: 4_500,
  },
} as const satisfies Readonly<Record<string, Phrase & { readonly digit: number }>>

/** Something a customer may say. */
export type Saying = keyof typeof words

/** What operators say when they pick up. */
export const greeting: Phrase = { text: 'سلام، کارشناس هستم، در خدمتم', lastsMs: 1_500 }

/** The words as the number scheme speaks them. */
export const phrases: SchemePhrases = {
  turns: Object.fromEntries(Object.values(words).map(({ digit, text, lastsMs }) => [digit, { text, lastsMs }])),
  operator: greeting,
  announcementMs: 2_000,
}

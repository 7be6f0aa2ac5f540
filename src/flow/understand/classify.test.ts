import { expect, test } from 'bun:test'
import { classifyByRules } from './classify.ts'

test.each([
  // Courtesy is no answer; what follows it is.
  ['نه خواهش می‌کنم بفرمایید', 'yes'],
  ['مشکلی نیست بگید', 'yes'],
  ['مزاحم نیستید', 'yes'],
  ['دست شما درد نکنه نمی‌خوام', 'no'],
  // Two negations are an agreement.
  ['بدم نمیاد', 'yes'],
  ['چرا که نه', 'yes'],
  ['اشتباه نگرفتید بفرمایید', 'yes'],
  // The last clear statement stands.
  ['بله ولی علاقه ندارم', 'no'],
  ['علاقه ندارم ولی حالا بگو ببینم چیه', 'yes'],
  ['قبلا می‌خواستم الان نه', 'no'],
  ['باشه بگو ولی چیزی نمی‌خرم', 'yes'],
  // What others say is not what the speaker says, unless nothing else is said.
  ['خانمم میگه نمی‌خوایم ولی من می‌خوام', 'yes'],
  ['پسرم میگه ثبت نام کن ولی من علاقه ندارم', 'no'],
  ['بابام میگه دیگه زنگ نزنید', 'remove_me'],
  // What is supposed or over is not so.
  ['اگه رایگان باشه آره', 'yes'],
  ['اگه لازم داشتم خبرتون می‌کنم', 'no'],
  ['دستم بند بود بفرمایید', 'yes'],
  // Denying a no leans to a yes, denying a yes is a no, «not that I …» leaves it open.
  ['نگفتم نمی‌خوام بگید', 'yes'],
  ['نمی‌تونم بگم آره', 'no'],
  ['نه اینکه نخوام وقتشو ندارم', 'no'],
  ['به شما نگفتم دیگه زنگ نزنید', 'remove_me'],
  // Questions that ask nothing.
  ['کی از تخفیف بدش میاد', 'yes'],
  ['کی حوصله کلاس داره', 'no'],
  // A refusal after the question about the number is the answer; a question not being asked is none.
  ['شماره منو از کجا آوردید نه آقا نمی‌خوام', 'no'],
  ['مهم نیست شماره منو از کجا آوردین بگید', 'yes'],
  // What is refused may be spoken of.
  ['نمی‌خوام توضیح بدید', 'no'],
  ['لازم نیست بگید', 'no'],
  // «Not now» is not «never».
  ['الان زنگ نزنید بعدا زنگ بزنید', 'no'],
  ['دیگه زنگ نزنید', 'remove_me'],
  ['نمی‌خوام، شماره منو از کجا آوردید، پاکش کنید', 'remove_me'],
  ['اشتباه گرفتید دیگه زنگ نزنید', 'remove_me'],
  ['شماره منو کی به شما داده', 'number_question'],
  ['از کجا زنگ می‌زنید', 'unknown'],
  ['شما کی هستید', 'unknown'],
  ['الو؟ الو؟', 'unknown'],
  ['اشتباه گرفتید', 'no'],
  ['قیمتش چنده', 'yes'],
])('«%s» is %s', (text, intent) => {
  expect(classifyByRules(text, 'fa-IR').intent).toBe(intent as never)
})

test.each(['نزن', 'نزنید', 'نزنین', 'نزنی', 'نزنند', 'نزنن'])(
  'whoever is meant, «دیگه زنگ %s» asks to be left alone',
  (verb) => {
    expect(classifyByRules(`دیگه به من زنگ ${verb}`, 'fa')).toEqual({ intent: 'remove_me', sure: true })
  },
)

test.each(['نمی‌خوام', 'نمیخام', 'نمی خوام', 'نميخوام', 'نمی‌خواهم', 'نمیخوایم', 'نمی‌خواهیم', 'نخواستم', 'نمیخوااام'])(
  '«%s» refuses however it is spelled',
  (text) => {
    expect(classifyByRules(text, 'fa-IR')).toEqual({ intent: 'no', sure: true })
  },
)

test.each([
  'شکایتی ندارم بفرمایید',
  'نه مزاحم نیستید',
  'من وکیلم',
  'مدرکتون قانونیه',
  'دارم از خونه خارج میشم',
  'داشتم شیشه پاک میکردم بفرمایید',
  'خودم زنگ میزنم',
  'حذف نکنید',
])('«%s» is no wish to be left alone', (text) => {
  expect(classifyByRules(text, 'fa-IR').intent).not.toBe('remove_me')
})

test('a language we have no rules for is unknown and never sure', () => {
  expect(classifyByRules('हाँ', 'hi-IN')).toEqual({ intent: 'unknown', sure: false })
})

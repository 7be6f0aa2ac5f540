import type { IncidentGate } from './incidents.ts'

/** What stopped, and what to do about it; for the company's people, in Persian. */
const stopped: Readonly<Record<IncidentGate, string>> = {
  recogniser: 'تشخیص گفتار کار نمی‌کند؛ شارژ حساب و توکن ویرا را بررسی کنید.',
  llm: 'مدل زبانی کار نمی‌کند؛ شارژ حساب و کلید آن را بررسی کنید.',
  failures: 'بیشتر تماس‌ها خطای فنی دارد؛ خط تلفن و گزارش سامانه را بررسی کنید.',
  trunk: 'خط تلفن (ترانک) قطع است؛ با شرکت مخابراتی تماس بگیرید.',
  disk: 'دیسک سرور رو به پر شدن است؛ فضا خالی کنید.',
  sounds: 'فایل‌های صدا نیست یا خوانده نمی‌شود؛ salehi prompts را اجرا کنید.',
  asterisk: 'ارتباط با استریسک قطع است؛ روشن بودن آن را بررسی کنید.',
}

const mended: Readonly<Record<IncidentGate, string>> = {
  recogniser: 'تشخیص گفتار دوباره کار می‌کند.',
  llm: 'مدل زبانی دوباره کار می‌کند.',
  failures: 'تماس‌ها دوباره بدون خطای فنی برقرار می‌شود.',
  trunk: 'خط تلفن (ترانک) دوباره وصل است.',
  disk: 'فضای دیسک سرور دوباره کافی است.',
  sounds: 'فایل‌های صدا دوباره سر جای خود است.',
  asterisk: 'ارتباط با استریسک دوباره برقرار است.',
}

/** The longest company name that leaves room for the rest in two SMS parts (134 letters in Persian). */
const longestName = 30

/** The text that says dialing stopped, why, and what to do; two SMS parts at most. */
export function stoppedText(company: string, gate: IncidentGate): string {
  return `${short(company)}: تماس‌ها متوقف شد. ${stopped[gate]}`
}

/** The text that says it works again; two SMS parts at most. */
export function mendedText(company: string, gate: IncidentGate): string {
  return `${short(company)}: مشکل برطرف شد. ${mended[gate]}`
}

function short(company: string): string {
  const letters = [...company]
  return letters.length <= longestName ? company : `${letters.slice(0, longestName - 1).join('')}…`
}

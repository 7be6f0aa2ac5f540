import { rules } from './evidence.ts'

/** We have the wrong person; said the other way round («اشتباه نگرفتید»), the right one. */
export const wrongNumber = [
  ...rules(
    'refuse',
    3,
    'mistake&pos&!p1',
    'mistaken (?!mistake&neg|be&neg|do&p1|mistake&p1) (?!فکر)',
    'mistaken ..2 ring ..2 become',
    'such ..1 person|کسی|کس|جایی|چیزی|اسمی|ادمی|شخصی|فردی ..2 have&neg|be&neg|recognise&neg',
    'person|کسی|کس ..3 به? this? details ..2 have&neg|be&neg|recognise&neg',
    'here course|home|company ..2 be&neg',
    'here home',
    'details ..1 recognise&neg',
    'this line ..1 have&neg&p3',
    'number|line ..2 واگذار|عوض|فروخته|واگذاری',
    'number|line ..3 مال ..1 کس|یکی',
    'number|line ..3 مال|برای ..3 be&neg',
    'me ..1 this|person ..4 be&neg&p1',
    'me be&neg&p1',
    'فوت do|become|کرده',
    'مرحوم become',
    'دیگه here be&neg|have&neg',
  ),
  ...rules('accept', 3, 'mistake&neg', 'mistaken be&neg', 'درست take&past&p2'),
]

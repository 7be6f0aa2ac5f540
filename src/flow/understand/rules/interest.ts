import { rules } from './evidence.ts'

const topic = 'price|place|course|language|when'
const asking = 'where|howmuch|which|what|how|who|or'

/** Asks about the price, the place, the time or what is taught: whoever asks that is interested. */
export const interest = [
  ...rules(
    'interest',
    3,
    `${topic} ..4 ${asking}`,
    `${asking} ..3 ${topic}`,
    `${topic} ..4 have&p2|give&p2&pres|give&p2&past|take&p2&pres|become&p3&pres|be&p2&pos|do&p2&pres`,
    `${topic} also ..2 be&p3&pos|become|v`,
    `${topic} be&p3&pos&pres`,
    'howmuch (?!round|لحظه|moment|وقته|سالمه|روزه|ساله|سال)',
    'whatfor باید do&p1',
    'باید whatfor do&p1',
    'how|کجا ..4 can&p1&pos',
    'how ..3 register',
    'what ..2 give&p2&pres',
    'میشه ..6 come&p1|see&p1|send|hit',
    `${topic} or`,
    'where ..1 برگزار|تشکیل become',
    'کجای !dear&!you&!hello&!me',
    'what|howmuch age',
    'age ..3 have&p2|also',
    'نزدیک ..2 vehicle|place|course ..2 be&p2|be&p3',
    'چه موقع|زمانی start|شروع',
    'کی شروع',
  ),
  ...rules(
    'interest',
    2,
    'price',
    `^ ${topic} ${topic}? $`,
    'مخصوص|ویژه',
    'also become&p3&pos|be&p3&pos|have&p3&pos',
    'have&p2&pos (?!حوصله)',
    'course&p2|course&p3|place&p2|place&p3|language&p3',
    'family ..2 num age',
    'can&p1&pos|can&p3&pos',
    'matter ..1 what',
    'در مورد|باره|خصوص|رابطه what',
    'درمورد|دربارهی|درباره|راجب|راجع what',
    'راجع به what',
    'برای family|بچه|بچم',
    'what (?=be) be ..1 $',
  ),
]

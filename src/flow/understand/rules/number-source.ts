import { rules } from './evidence.ts'

/** Asks where the number came from, or how we know them. */
export const numberSource = [
  ...rules(
    'source',
    3,
    'number&!p2|details&!p2 ..7 where|how|which|who|source (?!call) ..6 get&!p1&!imp',
    'number&!p2|details&p1 ..6 from where|which|who|what',
    'number&!p2|details&p1 ..5 how|who (?!call) ..4 get&!p1&!imp',
    'where|how|who|which|source ..4 number&!p2|details&p1 ..4 get&!p1&!imp',
    'who ..3 get&p3 ..2 number&!p2',
    'from where|who|which ..3 number&!p2|details&p1',
    'get&p3&past ..1 number&p1',
    'number&p1 ..4 get&past&!p1&!neg',
    'number ..1 me ..6 get&past&!p1&!neg',
    'where|how ..2 me ..3 recognise|obtain|know&p2|find|take&past&p2',
    'me ..2 where|how ..3 recognise|obtain|know&p2|find|take&past&p2',
    'where|how ..2 recognise&p2&!neg',
    'me|to ..1 from where|who $',
    'from where ..2 obtain|bring&past&p2|get',
    'from where|how ..3 know&p2|understand&p2&past',
    'who|where ..5 introduce&!imp',
    'introduce&p3&past ..3 who',
    'number ..4 handed|پیش|دست ..3 what|why|where|how|whatfor',
    'why|what|how ..3 number&p1|me ..4 handed|پیش',
    'number ..6 اختیار|اختیارتون|دسترس|دسترسی',
    'from where|who ..2 skilled&p2',
    'منبع ..2 number',
    'number ..4 sell&!p1&!neg',
    'number ..4 لو give',
  ),
  ...rules('source', 2, 'number&!p2 ..3 give&neg&p1&past', 'me ra? recognise&p2&!neg'),
]

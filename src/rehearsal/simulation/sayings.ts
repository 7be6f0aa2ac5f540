import type { Sayings } from './people.ts'

/** What people say on the phone, in the language of the company that calls them. */
export const sayings: Sayings = {
  yes: ['بله', 'آره', 'بله بفرمایید', 'باشه، وصل کنید', 'بله، علاقه دارم', 'حتما'],
  no: ['نه', 'نه، نمی‌خوام', 'خیر', 'نه ممنون', 'نه علاقه ندارم'],
  unclear: ['امروز هوا خیلی خوب است و بچه‌ها در حیاط بازی می‌کنند', 'الو', 'صدای تلویزیون را کم کن'],
  asks: ['شماره منو از کجا آوردید؟', 'قیمتش چنده؟', 'شما کی هستید؟'],
  complains: ['دیگه به من زنگ نزنید، شماره منو پاک کنید', 'دیگه زنگ نزنید'],
}

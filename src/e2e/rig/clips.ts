import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.ts'
import { run } from './command.ts'
import { ensureTools } from './debian-tools.ts'
import { readWav, type Sound, writeWav } from './wav.ts'

/** Something a customer, an operator or the network says. */
export interface ClipPlan {
  readonly name: string
  /** The turn digit of the number scheme that says it. */
  readonly digit?: number
  readonly text: string
  /** espeak-ng voice with variant, pitch (0-99) and words a minute. */
  readonly voice: string
  readonly pitch: number
  readonly speed: number
}

/** A clip made: 8 kHz mono s16le WAV. */
export interface Clip {
  readonly name: string
  readonly digit?: number
  readonly text: string
  readonly file: string
}

/** What the customers of the number scheme say; every clip has its own voice, so that no two sound alike. */
export const customerClips = [
  { name: 'yes', digit: 1, text: 'بله، علاقه دارم', voice: 'fa+m1', pitch: 45, speed: 150 },
  { name: 'no', digit: 2, text: 'نه، نمی‌خوام', voice: 'fa+f2', pitch: 60, speed: 150 },
  { name: 'where-from', digit: 3, text: 'شماره منو از کجا آوردید؟', voice: 'fa+m3', pitch: 30, speed: 190 },
  {
    name: 'unknown',
    digit: 4,
    text: 'امروز هوا خیلی خوب است و بچه‌ها در حیاط بازی می‌کنند',
    voice: 'fa+f4',
    pitch: 50,
    speed: 210,
  },
  {
    name: 'never-again',
    digit: 5,
    text: 'دیگه به من زنگ نزنید، شماره منو پاک کنید',
    voice: 'fa+m7',
    pitch: 55,
    speed: 200,
  },
  { name: 'hello', digit: 6, text: 'الو؟ الو؟', voice: 'fa+f1', pitch: 70, speed: 150 },
  { name: 'yes-but-no', digit: 7, text: 'بله متوجه شدم، ولی نه، نمی‌خوام', voice: 'fa+m5', pitch: 40, speed: 210 },
  { name: 'price', digit: 8, text: 'قیمتش چنده؟ هزینه دوره چقدر میشه؟', voice: 'fa+f3', pitch: 45, speed: 220 },
  {
    name: 'long-winded',
    digit: 9,
    text: 'والا من الان بیرون هستم ولی قبلا یه بار از همین‌جا با من تماس گرفته بودن و گفتم باید فکر کنم، بله حالا بفرمایید علاقه دارم',
    voice: 'fa+m2',
    pitch: 60,
    speed: 290,
  },
] as const satisfies readonly ClipPlan[]

/** What operators and the network say. */
export const otherClips = [
  {
    name: 'operator',
    text: 'سلام، وقت شما بخیر، من مشاور شما هستم، در خدمتم بفرمایید',
    voice: 'fa+f5',
    pitch: 35,
    speed: 240,
  },
  {
    name: 'longtalk',
    text: 'یکی بود یکی نبود غیر از خدا هیچ کس نبود در زمان‌های قدیم مردی بود که هر روز صبح از خانه بیرون می‌رفت و تا شب با همه حرف می‌زد و هیچ وقت خسته نمی‌شد',
    voice: 'fa+m4',
    pitch: 50,
    speed: 170,
  },
  {
    name: 'poweroff',
    text: 'دستگاه مشترک مورد نظر خاموش می‌باشد، لطفا بعدا شماره‌گیری فرمایید',
    voice: 'fa+f2',
    pitch: 40,
    speed: 240,
  },
  {
    name: 'voicemail',
    text: 'با سلام، در حال حاضر امکان پاسخ‌گویی ندارم، لطفا پس از شنیدن صدای بوق پیغام خود را بگذارید تا در اولین فرصت با شما تماس بگیرم، با تشکر',
    voice: 'fa+m6',
    pitch: 45,
    speed: 170,
  },
] as const satisfies readonly ClipPlan[]

/** Bumped when the way from text to sound changes. */
const recipe = 1
const loudestPeak = 0.8
const silencePeak = 0.01
const edgeMs = 20

/** Makes the clips, from the cache where they were made before. */
export async function clips(
  signal: AbortSignal,
  plans: readonly ClipPlan[] = [...customerClips, ...otherClips],
): Promise<readonly Clip[]> {
  const folder = join(cacheFolder(), 'clips')
  mkdirSync(folder, { recursive: true })
  const made: Clip[] = []
  for (const plan of plans) {
    const { name, text } = plan
    const file = join(folder, `${name}-${key(plan)}.wav`)
    if (!existsSync(file)) await speak(plan, file, signal)
    made.push({ name, text, file, ...(plan.digit === undefined ? {} : { digit: plan.digit }) })
  }
  return made
}

/** Makes the music the PBX has for waiting callers: eight seconds of slow chords. */
export async function holdMusic(signal: AbortSignal): Promise<string> {
  const file = join(cacheFolder(), 'clips', `moh-${key({ recipe })}.wav`)
  if (existsSync(file)) return file
  mkdirSync(join(cacheFolder(), 'clips'), { recursive: true })
  await ensureTools(console.error, signal)
  const root = 'if(lt(mod(t,4),2),220,262)'
  const chord = `aevalsrc=0.2*sin(2*PI*t*${root})+0.15*sin(2*PI*t*${root}*1.25)+0.1*sin(2*PI*t*${root}*1.5*(1+floor(t)/40)):d=8:s=8000`
  const bytes = await ffmpeg(['-f', 'lavfi', '-i', chord.replaceAll(',', '\\,')], signal)
  place(bytes, file)
  return file
}

async function speak(plan: ClipPlan, file: string, signal: AbortSignal): Promise<void> {
  await ensureTools(console.error, signal)
  const raw = `${file}.${process.pid}.raw.wav`
  const voice = ['-v', plan.voice, '-p', String(plan.pitch), '-s', String(plan.speed), '-a', '160']
  try {
    await run(['espeak-ng', ...voice, '-w', raw, plan.text], {}, signal)
    place(writeWav(trim(readWav(await ffmpeg(['-i', raw, '-af', 'highpass=f=150'], signal)))), file)
  } finally {
    await Bun.file(raw)
      .delete()
      .catch(() => undefined)
  }
}

/** Runs ffmpeg to an 8 kHz mono s16le WAV. */
async function ffmpeg(input: readonly string[], signal: AbortSignal): Promise<Uint8Array> {
  const out = join(cacheFolder(), 'clips', `.${process.pid}-${Bun.hash(input.join(' ')).toString(36)}.wav`)
  const plain = ['-ar', '8000', '-ac', '1', '-c:a', 'pcm_s16le', '-map_metadata', '-1', '-bitexact', out]
  try {
    await run(['ffmpeg', '-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...input, ...plain], {}, signal)
    return await Bun.file(out).bytes()
  } finally {
    await Bun.file(out)
      .delete()
      .catch(() => undefined)
  }
}

/** Cuts the silence at both ends and brings the peak to the same height in every clip. */
function trim(sound: Sound): Sound {
  const loud = (sample: number) => Math.abs(sample) > silencePeak
  const edge = (edgeMs * sound.rate) / 1000
  const from = Math.max(0, sound.samples.findIndex(loud) - edge)
  const samples = sound.samples.slice(from, sound.samples.findLastIndex(loud) + edge)
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  return { rate: sound.rate, samples: samples.map((sample) => (sample * loudestPeak) / peak) }
}

/** A file is there whole or not at all, whoever else makes it at the same time. */
function place(bytes: Uint8Array, file: string): void {
  const part = `${file}.${process.pid}.part`
  writeFileSync(part, bytes)
  renameSync(part, file)
}

const key = (content: object) =>
  new Bun.CryptoHasher('sha256')
    .update(`${recipe}${JSON.stringify(content)}`)
    .digest('hex')
    .slice(0, 16)

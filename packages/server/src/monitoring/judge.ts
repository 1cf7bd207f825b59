import { day, hour, minute } from '../platform/clock.ts'

/** What is measured; times in milliseconds. */
export interface Facts {
  freeBytes: number
  totalBytes: number
  /** The oldest event that waits for each consumer. */
  outbox: readonly { consumer: string; waiting: number; age: number }[]
  mails: { unsent: number; refused: number; hasSmtp: boolean }
  /** Until the metadata of each kind expires; below zero when it has. */
  expires: Readonly<Record<string, number>>
  /** The lifetime of each kind. */
  lifetimes: Readonly<Record<string, number>>
  jobs: readonly { name: string; state: string | null; error: string | null }[]
  /** One question to the database and its answer. */
  roundTrip: number
}

export const checkStates = ['good', 'warning', 'bad'] as const

export interface HealthCheck {
  name: string
  state: (typeof checkStates)[number]
  /** What is the matter, and what to do. */
  says: string
}

const gigabyte = 1024 ** 3

/** Says of every part of the registry whether it is well, and else what to do. */
export function judge(facts: Facts): HealthCheck[] {
  return [disk(facts), outbox(facts), mails(facts), ...metadata(facts), jobs(facts), database(facts)]
}

function disk({ freeBytes, totalBytes }: Facts): HealthCheck {
  const share = totalBytes === 0 ? 1 : freeBytes / totalBytes
  const left = `${(freeBytes / gigabyte).toFixed(1)} GB (${Math.round(share * 100)} %) are free where the tree lies`
  const advice = 'Make room, or move the data folder to a larger disk: without room nothing can be published.'
  if (freeBytes < gigabyte / 2 || share < 0.02) return check('disk', 'bad', `Only ${left}. ${advice}`)
  if (freeBytes < 5 * gigabyte && share < 0.1) return check('disk', 'warning', `Only ${left}. ${advice}`)
  return check('disk', 'good', `${left}.`)
}

function outbox({ outbox: waiting }: Facts): HealthCheck {
  const oldest = waiting.toSorted((a, b) => b.age - a.age)[0]
  if (!oldest || oldest.age < 5 * minute) return check('outbox', 'good', 'Events are heard as they happen.')
  const says = `${oldest.waiting} events wait for ${oldest.consumer}, the oldest for ${inWords(oldest.age)}: what changed since is not in ${oldest.consumer === 'search' ? 'the search' : 'the tree'}. Look for errors in the registry’s log, and restart it if there are none.`
  return check('outbox', oldest.age < hour ? 'warning' : 'bad', says)
}

function mails({ mails: { unsent, refused, hasSmtp } }: Facts): HealthCheck {
  if (!hasSmtp)
    return unsent === 0
      ? check('mail', 'good', 'No mail waits. There is no SMTP server: mails are read under “mails”.')
      : check(
          'mail',
          'warning',
          `${unsent} mails wait, as there is no SMTP server. Read them under “mails”, or set WAYBILL_SMTP.`,
        )
  if (refused === 0) return check('mail', 'good', 'Mails are sent.')
  return check(
    'mail',
    'bad',
    `The SMTP server has refused ${refused} of ${unsent} mails that wait. Their errors stand under “mails”; check WAYBILL_SMTP and mail.from.`,
  )
}

/** Each kind is renewed long before: what is near its end was not. */
function metadata({ expires, lifetimes }: Facts): HealthCheck[] {
  return Object.entries(expires).map(([kind, left]) => {
    const lifetime = lifetimes[kind] ?? 7 * day
    const advice =
      kind === 'root' || kind === 'targets'
        ? 'The job “metadata-renewal” renews it where its key is at hand; else bring the key, and run “waybill registry keys rotate”.'
        : 'The job “metadata-renewal” renews it: look whether it fails, and run it.'
    if (left <= 0)
      return check(kind, 'bad', `The ${kind} has expired: clients refuse to install anything. ${advice}`)
    const says = `The ${kind} expires in ${inWords(left)}.`
    return left < lifetime / 4 ? check(kind, 'warning', `${says} ${advice}`) : check(kind, 'good', says)
  })
}

function jobs({ jobs: all }: Facts): HealthCheck {
  const failing = all.filter(({ state }) => state === 'failed' || state === 'retrying')
  if (failing.length === 0) return check('jobs', 'good', 'Every job that ran lately went well.')
  const which = failing.map(({ name, error }) => `${name} (${error ?? 'without saying why'})`).join('; ')
  const isGivenUp = failing.some(({ state }) => state === 'failed')
  return check(
    'jobs',
    isGivenUp ? 'bad' : 'warning',
    `The last run failed of: ${which}. Mend the cause, then run it under “jobs”.`,
  )
}

function database({ roundTrip }: Facts): HealthCheck {
  const says = `The database answers in ${roundTrip < 1 ? 'less than 1' : Math.round(roundTrip)} ms.`
  if (roundTrip < 20) return check('database', 'good', says)
  const advice =
    'It is far, or busy: bring it into the registry’s network, and look at its load and connections.'
  return check('database', roundTrip < 200 ? 'warning' : 'bad', `${says} ${advice}`)
}

function check(name: string, state: HealthCheck['state'], says: string): HealthCheck {
  return { name, state, says }
}

function inWords(time: number): string {
  const [count, unit] =
    time >= 2 * day
      ? [time / day, 'day']
      : time >= 2 * hour
        ? [time / hour, 'hour']
        : [Math.max(1, time / minute), 'minute']
  const whole = Math.floor(count)
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`
}

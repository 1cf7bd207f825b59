const two = (text: string) => text.padStart(2, '0')
const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d{1,2}$/.test(text)

/** Five cron fields as people say them, as far as the registry uses them; else the fields themselves. UTC. */
export function cronWords(cron: string): string {
  const [minute, hour, ...days] = cron.split(' ')
  if (days.length !== 3 || days.some((field) => field !== '*')) return cron
  if (hour === '*') {
    if (minute === '*') return 'every minute'
    const every = /^\*\/(\d{1,2})$/.exec(minute ?? '')?.[1]
    if (every !== undefined) return `every ${every} minutes`
    if (isNumber(minute)) return `every hour at ${two(minute)} minutes past`
  }
  if (isNumber(minute) && isNumber(hour)) return `every day at ${two(hour)}:${two(minute)} UTC`
  return cron
}

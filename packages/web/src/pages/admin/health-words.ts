import type { Answer } from '../../api/client.ts'

export type Health = Answer<'/api/v1/admin/health'>
export type Check = Health['checks'][number]

const titles: Readonly<Record<string, string>> = {
  disk: 'Disk',
  outbox: 'Events',
  mail: 'Mail',
  jobs: 'Jobs',
  database: 'Database',
  root: 'Root of trust',
  targets: 'Signed targets',
  snapshot: 'Snapshot',
  timestamp: 'Timestamp',
  bins: 'Bins of packages',
}

/** What a check looks at, as a title. */
export const checkTitle = (name: string): string =>
  titles[name] ?? name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')

const order = { bad: 0, warning: 1, good: 2 } as const

/** What needs somebody stands first; the rest stays in the registry’s order. */
export const inUrgency = (checks: readonly Check[]): Check[] =>
  checks.toSorted((one, other) => order[one.state] - order[other.state])

/** The whole in one sentence. */
export function verdict(checks: readonly Check[]): { state: Check['state']; says: string } {
  const bad = checks.filter(({ state }) => state === 'bad').length
  const warnings = checks.filter(({ state }) => state === 'warning').length
  const things = (count: number) => (count === 1 ? 'One thing' : `${count} things`)
  if (bad > 0) return { state: 'bad', says: `${things(bad)} ${bad === 1 ? 'needs' : 'need'} mending now` }
  if (warnings > 0)
    return { state: 'warning', says: `${things(warnings)} ${warnings === 1 ? 'wants' : 'want'} a look` }
  return { state: 'good', says: 'Everything is well' }
}

/** The page of the administration where a check’s matter is looked into. */
export function pageOf(name: string): '/admin/outbox' | '/admin/mails' | '/admin/jobs' | undefined {
  if (name === 'outbox') return '/admin/outbox'
  if (name === 'mail') return '/admin/mails'
  return name === 'disk' || name === 'database' ? undefined : '/admin/jobs'
}

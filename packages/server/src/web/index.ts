import { dependentsOf, type Readmes } from '../packages/index.ts'
import { minute } from '../platform/clock.ts'
import type { HttpApp } from '../platform/http/index.ts'
import { remembering } from '../platform/remember.ts'
import { openComparison, type ComparisonContext } from './comparison.ts'
import { pageRoutes } from './routes.ts'
import { publisherTotals } from './store.ts'

export { readSite, siteRoutes, sitemapRoutes } from './site/index.ts'

/** What the pages show that needs more than one feature, ready to be bound to the API. */
export function openWeb(context: ComparisonContext & { readmes: Readmes }): { bind: (app: HttpApp) => void } {
  const { database, clock } = context
  // Who depends on a popular package takes a while to find out, and hardly changes.
  const remembered = remembering<readonly string[]>({ most: 500, milliseconds: minute, clock })
  const dependents = (name: string) => remembered(name, () => dependentsOf(database, name))
  // The publisher of an imported catalogue has thousands of packages.
  const summed = remembering<Awaited<ReturnType<typeof publisherTotals>>>({
    most: 500,
    milliseconds: minute,
    clock,
  })
  const totals = (id: number) => summed(String(id), () => publisherTotals(database, id))
  const compare = openComparison(context)
  return { bind: (app) => pageRoutes(app, { ...context, dependents, totals }, compare) }
}

import { authorize, isPermitted, type Actor } from '../access/index.ts'
import { packagesOfPublishers } from '../packages/index.ts'
import type { Database } from '../platform/database/index.ts'
import * as store from './own-packages-store.ts'

/** The packages of the actor's publishers, or of one of them, with how they fare and where their last submission stands. */
export async function listOwnPackages(
  { database }: { database: Database },
  actor: Actor | undefined,
  publisher: string | undefined,
) {
  const { memberships } = authorize(actor, 'account.read')
  const own = memberships
    .filter((each) => publisher === undefined || each.publisher.name === publisher)
    .map((each) => each.publisher.id)
  if (own.length === 0) return []
  const packages = (await packagesOfPublishers(database, own)).filter(({ name }) =>
    isPermitted(actor, 'account.read', { package: name }),
  )
  const [downloads, submissions, entries] = await Promise.all([
    store.downloadsOf(
      database,
      packages.map(({ id }) => id),
    ),
    store.lastSubmissions(
      database,
      own,
      packages.map(({ name }) => name),
    ),
    store.catalogueCategories(
      database,
      packages.map(({ id }) => id),
    ),
  ])
  return packages.map(({ id, name, publisher: of, gated, versions, newest }) => {
    const submission = submissions.get(name)
    return {
      name,
      publisher: of,
      category: newest?.category ?? entries.get(id) ?? null,
      newest: newest?.version ?? null,
      updatedAt: newest?.publishedAt ?? null,
      versions,
      downloads: downloads.get(id) ?? 0,
      submission: submission ? { id: submission.id, state: submission.state } : null,
      gated,
      listedOnly: versions === 0 && entries.has(id),
    }
  })
}

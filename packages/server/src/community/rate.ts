import { WaybillError } from '@waybill/core/errors'
import { authorize, type Actor } from '../access/index.ts'
import { isOffered, requirePackage } from '../packages/index.ts'
import { takeAllowance } from '../platform/allowance.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Outbox } from '../platform/outbox.ts'
import { ratingChanged } from './events.ts'
import { ratingsOf } from './ratings.ts'
import * as store from './store.ts'

export interface RatingContext {
  database: Database
  clock: Clock
  outbox: Outbox
}

/** Changes of ratings by one account. */
const changes = { most: 60, seconds: 3600 }

/** The ratings of a package, with the actor's own. Throws `package.not_found`. */
export async function readRating({ database }: RatingContext, actor: Actor | undefined, name: string) {
  const { id } = await requirePackage(database, name)
  const own = actor?.user && (await store.starsOf(database, { packageId: id, userId: actor.user.id }))
  const rating = (await ratingsOf(database, [id])).get(id)
  return {
    average: rating?.average ?? 0,
    count: rating?.count ?? 0,
    distribution: [...(rating?.distribution ?? [0, 0, 0, 0, 0])],
    own: own ?? null,
  }
}

/**
 * Gives a package stars in the name of an account, in the place of those it gave before; without stars, takes them back.
 * Throws `package.not_found`, `rating.refused` for a package of one's own publisher, or `limit.exceeded`.
 */
export async function rate(
  context: RatingContext,
  actor: Actor | undefined,
  { name, stars }: { name: string; stars: number | undefined },
): Promise<void> {
  const { user, memberships } = authorize(actor, 'rating.give', { package: name })
  if (!user) throw new WaybillError('auth.required', 'A token of a publisher cannot rate; an account can.')
  await takeAllowance(context, `rating ${user.id}`, changes)
  const { id: packageId, publisher } = await requirePackage(context.database, name)
  if (stars !== undefined) {
    if (memberships.some((own) => own.publisher.id === publisher.id))
      throw new WaybillError(
        'rating.refused',
        `${name} is of ${publisher.name}, of which you are a member.`,
        {
          hint: 'Ratings are for those who use a package, not for those who make it.',
          details: { name, publisher: publisher.name },
        },
      )
    if (!(await isOffered(context.database, packageId)))
      throw new WaybillError('rating.refused', `${name} has no version that is offered.`, {
        hint: 'It can be rated once it has one.',
        details: { name },
      })
  }
  await context.database.transaction().execute(async (transaction) => {
    const own = { packageId, userId: user.id }
    const isChanged =
      stars === undefined
        ? await store.removeRating(transaction, own)
        : await store.putRating(transaction, { ...own, stars }, context.clock())
    if (isChanged) await context.outbox.emit(transaction, ratingChanged, { packageId })
  })
}

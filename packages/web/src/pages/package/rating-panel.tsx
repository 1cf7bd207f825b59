import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { Star } from 'lucide-react'
import { api, reading, settled } from '../../api/client.ts'
import { queries, refresh } from '../../api/queries.ts'
import { countOf, exactCount } from '../../design/format.ts'
import { Panel } from '../../design/layout.tsx'
import { Skeleton } from '../../design/states.tsx'
import { say, sayProblem } from '../../design/toast.tsx'
import { useMe } from '../../session.ts'
import type { PackageView } from './package-data.ts'
import { rated, type Rating } from './rating.ts'
import { StarInput } from './star-input.tsx'

const ratingQuery = (name: string) =>
  reading('/api/v1/packages/{name}/rating', { params: { path: { name } } })

const unrated = { average: 0, count: 0, distribution: [0, 0, 0, 0, 0] }

/** What others gave, and the own stars. */
export function RatingPanel({ name, known }: { name: string; known: PackageView['rating'] }) {
  const me = useMe()
  const { data } = useQuery({ ...ratingQuery(name), enabled: me !== null && me !== undefined })
  const rating: Rating = data ?? { ...(known ?? unrated), own: null }
  return (
    <Panel title="Rating">
      <div id="rating" className="flex scroll-mt-4 flex-col gap-4">
        {rating.count > 0 ? (
          <Distribution rating={rating} />
        ) : (
          <p className="text-sm text-muted">Nobody has rated it yet.</p>
        )}
        <div className="border-t border-line pt-4">
          <Own name={name} me={me !== null && me !== undefined} isKnown={me !== undefined} rating={data} />
        </div>
      </div>
    </Panel>
  )
}

function Distribution({ rating: { average, count, distribution } }: { rating: Rating }) {
  const most = Math.max(1, ...distribution)
  return (
    <div className="flex items-center gap-5">
      <div className="shrink-0 text-center">
        <p className="tabular text-3xl font-semibold">
          <span className="sr-only">Rated </span>
          {average.toFixed(1)}
          <span className="sr-only"> of 5</span>
        </p>
        <p className="text-xs text-muted">{countOf(count, 'rating')}</p>
      </div>
      <dl className="grid min-w-0 flex-1 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-0.5 text-xs">
        {distribution
          .map((given, place) => [given, place + 1] as const)
          .reverse()
          .map(([given, stars]) => (
            <div key={stars} className="contents">
              <dt className="tabular inline-flex items-center gap-0.5 text-muted">
                {stars}
                <Star aria-hidden className="size-3 fill-current text-star" />
                <span className="sr-only">{stars === 1 ? ' star' : ' stars'}</span>
              </dt>
              <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-hover">
                <span
                  className="block h-full rounded-full bg-star"
                  style={{ width: `${(given / most) * 100}%` }}
                />
              </span>
              <dd className="tabular text-right text-muted">{exactCount(given)}</dd>
            </div>
          ))}
      </dl>
    </div>
  )
}

function Own({
  name,
  me,
  isKnown,
  rating,
}: {
  name: string
  me: boolean
  isKnown: boolean
  rating: Rating | undefined
}) {
  const here = useLocation({ select: ({ href }) => href })
  if (!isKnown || (me && !rating)) return <Skeleton className="h-14" />
  if (!me || !rating)
    return (
      <p className="text-sm">
        <Link to="/sign-in" search={{ next: here }} className="link">
          Sign in
        </Link>{' '}
        <span className="text-muted">
          to rate it. One rating of each account; the publisher’s own do not count.
        </span>
      </p>
    )
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <StarInput value={rating.own} onChange={(stars) => void give(name, rating, stars)} />
      {rating.own !== null && (
        <button type="button" className="link min-h-6 text-sm" onClick={() => void give(name, rating, null)}>
          Take it back
        </button>
      )}
    </div>
  )
}

/** Shown at once; what the registry refuses is shown as it was, and what was given can be undone. */
async function give(name: string, before: Rating, stars: number | null, isUndo = false): Promise<void> {
  const { queryKey } = ratingQuery(name)
  await queries.cancelQueries({ queryKey })
  queries.setQueryData(queryKey, rated(before, stars))
  const params = { path: { name } }
  try {
    const after = await settled(
      stars === null
        ? api.DELETE('/api/v1/packages/{name}/rating', { params })
        : api.PUT('/api/v1/packages/{name}/rating', { params, body: { stars } }),
    )
    queries.setQueryData(queryKey, after)
    const text = stars === null ? 'Took your rating back' : `Gave it ${countOf(stars, 'star')}`
    say(
      isUndo ? 'Undone' : text,
      isUndo ? undefined : { label: 'Undo', run: () => void give(name, after, before.own, true) },
    )
    await refresh('/api/v1/packages/{name}')
  } catch (error) {
    queries.setQueryData(queryKey, before)
    sayProblem(error)
  }
}

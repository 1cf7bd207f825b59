import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reading, type Answer } from '../../api/client.ts'
import { Badge } from '../../design/badge.tsx'
import { Skeleton } from '../../design/states.tsx'
import { Count, Monogram } from '../../design/text.tsx'

export type CardRead = Answer<'/api/v1/packages/{name}'>['card']

/** What is known of each of these packages; nothing yet of those that are still read or are gone. */
export function useCards(names: readonly string[]): ReadonlyMap<string, CardRead | 'gone'> {
  return useQueries({
    queries: names.map((name) => ({
      ...reading('/api/v1/packages/{name}', { params: { path: { name } } }),
      staleTime: 60_000,
    })),
    combine: (answers) =>
      new Map(
        answers.flatMap(({ data, error }, place) => {
          const name = names[place] ?? ''
          const known = data?.card ?? (error ? ('gone' as const) : undefined)
          return known === undefined ? [] : [[name, known] as const]
        }),
      ),
  })
}

/** How they will stand on the start page. */
export function FeaturedCards({
  names,
  cards,
}: {
  names: readonly string[]
  cards: ReadonlyMap<string, CardRead | 'gone'>
}) {
  return (
    <ol className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
      {names.map((name) => {
        const card = cards.get(name)
        return (
          <li key={name} className="card flex min-h-36 min-w-0 flex-col gap-3 p-4">
            {card === undefined ? (
              <Skeleton className="h-full" />
            ) : card === 'gone' ? (
              <>
                <p className="truncate font-medium">{name}</p>
                <p className="text-sm text-muted">It could not be read; it may be gone. Remove it.</p>
              </>
            ) : (
              <Preview card={card} />
            )}
          </li>
        )
      })}
    </ol>
  )
}

function Preview({ card }: { card: CardRead }) {
  return (
    <>
      <div className="flex min-w-0 items-start gap-3">
        <Monogram name={card.name} />
        <div className="min-w-0 flex-1">
          <h3 className="truncate font-semibold">
            <Link
              to="/packages/$name"
              params={{ name: card.name }}
              className="text-ink no-underline hover:underline"
            >
              {card.title}
            </Link>
          </h3>
          <p className="truncate text-sm text-muted">{card.publisher}</p>
        </div>
        {card.price.kind === 'paid' && <Badge tone="accent">{card.price.label}</Badge>}
      </div>
      <p className="line-clamp-2 text-sm text-muted">
        {card.description === '' ? 'It has no description.' : card.description}
      </p>
      <p className="mt-auto text-xs text-muted">
        <Count of={card.downloads} /> {card.downloads === 1 ? 'download' : 'downloads'}
      </p>
    </>
  )
}

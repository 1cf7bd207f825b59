import { useQueries } from '@tanstack/react-query'
import { reading, type Answer } from '../../api/client.ts'
import { PackageCard, PackageCardSkeleton } from '../../parts/package-card.tsx'

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
          <li key={name} className="min-w-0">
            {card === undefined ? (
              <PackageCardSkeleton />
            ) : card === 'gone' ? (
              <div className="card p-4">
                <p className="truncate font-medium">{name}</p>
                <p className="text-sm text-muted">It could not be read; it may be gone. Remove it.</p>
              </div>
            ) : (
              <PackageCard card={card} level={3} />
            )}
          </li>
        )
      })}
    </ol>
  )
}

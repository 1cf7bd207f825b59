import { Link } from '@tanstack/react-router'
import { Download, ListPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { PackageCard as Package } from '../api/shapes.ts'
import { Badge } from '../design/badge.tsx'
import { Skeleton } from '../design/states.tsx'
import { Count, Monogram, Stars, Time } from '../design/text.tsx'
import { useCategoryTitle } from '../ecosystem.ts'
import { PublisherName } from './publisher-name.tsx'

/** One package among others: all of it leads there, and it is one link. `level` is that of its heading. */
export function PackageCard({ card, level = 3 }: { card: Package; level?: 2 | 3 }) {
  const Heading = level === 2 ? 'h2' : 'h3'
  const { name, title, publisher, verified, publisherDomain } = card
  return (
    <article className="card relative flex h-full min-w-0 flex-col gap-3 p-4 transition-[border-color,box-shadow] hover:border-line-strong hover:shadow-raised has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-2 has-[a:focus-visible]:outline-accent-ink">
      <div className="flex min-w-0 items-start gap-3">
        <Monogram name={name} />
        <div className="min-w-0 flex-1">
          <Heading className="truncate leading-6 font-semibold">
            <Link
              to="/packages/$name"
              params={{ name }}
              title={title}
              className="text-ink no-underline outline-none after:absolute after:inset-0 after:rounded-lg"
            >
              {title}
            </Link>
          </Heading>
          <p className="flex min-w-0 items-center gap-x-1.5 text-sm text-muted">
            <PublisherName name={publisher} verified={verified} domain={publisherDomain} />
            {title !== name && (
              <>
                <span aria-hidden>·</span>
                <span title={name} className="min-w-0 flex-1 truncate font-mono text-xs">
                  {name}
                </span>
              </>
            )}
          </p>
        </div>
        <CardMarks card={card} />
      </div>
      <p className="line-clamp-2 min-h-10 text-sm text-muted">
        {card.description === '' ? 'It has no description.' : card.description}
      </p>
      <CardFacts card={card} />
    </article>
  )
}

function CardMarks({ card: { price, listedOnly } }: { card: Package }) {
  if (price.kind === 'free' && !listedOnly) return null
  return (
    <div className="flex max-w-[45%] shrink-0 flex-col items-end gap-1">
      {price.kind === 'paid' && <Badge tone="accent">{price.label}</Badge>}
      {listedOnly && (
        <Badge icon={ListPlus} title="Known from an imported catalogue; nothing of it is published here">
          Listed only
        </Badge>
      )}
    </div>
  )
}

function CardFacts({ card: { downloads, rating, version, updatedAt, category } }: { card: Package }) {
  const categoryTitle = useCategoryTitle(category)
  return (
    <ul className="mt-auto flex min-h-5 min-w-0 flex-wrap items-center gap-x-3.5 gap-y-1 text-xs text-muted">
      <Fact>
        <Download aria-hidden className="size-3.5" />
        <Count of={downloads} />
        <span className="sr-only"> {downloads === 1 ? 'download' : 'downloads'}</span>
      </Fact>
      {rating && rating.count > 0 && (
        <Fact>
          <Stars average={rating.average} count={rating.count} />
        </Fact>
      )}
      {version !== null && (
        <Fact>
          <span className="max-w-28 truncate font-mono">
            <span className="sr-only">Version </span>
            {version}
          </span>
        </Fact>
      )}
      {updatedAt !== null && (
        <Fact>
          <span className="sr-only">Updated </span>
          <Time at={updatedAt} />
        </Fact>
      )}
      <Fact>
        <span className="sr-only">Category </span>
        <span className="truncate">{categoryTitle}</span>
      </Fact>
    </ul>
  )
}

function Fact({ children }: { children: ReactNode }) {
  return <li className="inline-flex min-w-0 items-center gap-1">{children}</li>
}

/** The place of a card that is on its way, of the same size. */
export function PackageCardSkeleton() {
  return (
    <div className="card flex min-h-[9.75rem] flex-col gap-3 p-4">
      <div className="flex gap-3">
        <Skeleton className="size-11" />
        <div className="flex flex-1 flex-col gap-2 pt-1">
          <Skeleton className="h-4 w-1/2" />
          <Skeleton className="h-3 w-1/3" />
        </div>
      </div>
      <Skeleton className="h-10" />
      <Skeleton className="mt-auto h-4 w-2/3" />
    </div>
  )
}

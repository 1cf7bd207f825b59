import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
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
  const { name, title, publisher, verified, publisherDomain, price } = card
  const categoryTitle = useCategoryTitle(card.category)
  return (
    <article className="card relative flex h-full min-w-0 flex-col gap-3 p-4 transition-[border-color,box-shadow] hover:border-line-strong hover:shadow-raised has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-2 has-[a:focus-visible]:outline-accent-ink">
      <div className="flex min-w-0 items-start gap-3">
        <Monogram name={name} title={title} />
        <div className="min-w-0 flex-1">
          {/* The name stands beside the title where there is room for some of it. */}
          <div className="flex h-6 flex-wrap items-baseline gap-x-2 overflow-hidden">
            <Heading className="max-w-full min-w-0 truncate leading-6 font-semibold">
              <Link
                to="/packages/$name"
                params={{ name }}
                title={title}
                className="text-ink no-underline outline-none after:absolute after:inset-0 after:rounded-lg"
              >
                {title}
              </Link>
            </Heading>
            {title !== name && (
              <span
                title={name}
                className="min-w-0 flex-1 basis-20 truncate font-mono text-xs leading-6 text-muted"
              >
                {name}
              </span>
            )}
          </div>
          <p className="flex min-w-0 items-center gap-x-1.5 text-sm text-muted">
            <span className="flex max-w-[60%] min-w-0">
              <PublisherName name={publisher} verified={verified} domain={publisherDomain} />
            </span>
            <span aria-hidden>·</span>
            <span className="min-w-12 flex-1 truncate">
              <span className="sr-only">Category </span>
              {categoryTitle}
            </span>
          </p>
        </div>
        {price.kind === 'paid' && (
          <div className="max-w-[40%] shrink-0">
            <Badge tone="accent">{price.label}</Badge>
          </div>
        )}
      </div>
      <p className="line-clamp-2 min-h-10 text-sm text-muted">
        {card.description === '' ? 'It has no description.' : card.description}
      </p>
      <CardFacts card={card} />
    </article>
  )
}

function CardFacts({ card: { downloads, rating, version, updatedAt, listedOnly } }: { card: Package }) {
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
          <span className="sr-only">Version </span>
          <span title={version} className="max-w-28 truncate font-mono">
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
      {listedOnly && (
        <li className="-my-0.5 ml-auto">
          <Badge title="Known from an imported catalogue; nothing of it is published here">Listed only</Badge>
        </li>
      )}
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

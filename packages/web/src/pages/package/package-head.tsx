import { Link } from '@tanstack/react-router'
import { BadgeCheck, Download, FolderOpen, History, Scale } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '../../design/badge.tsx'
import { Count, Monogram, Stars, Time } from '../../design/text.tsx'
import { useCategoryTitle } from '../../ecosystem.ts'
import { type Shown } from './package-data.ts'

/** What a package is, at a glance. */
export function PackageHead({ shown: { page, version } }: { shown: Shown }) {
  const { card } = page
  const category = useCategoryTitle(card.category)
  const licence = version?.license ?? card.license
  return (
    <header className="flex items-start gap-4 sm:gap-5">
      <span className="hidden sm:block">
        <Monogram name={card.name} size="large" />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-2xl font-semibold [overflow-wrap:anywhere]">{card.title}</h1>
          {version && <Badge>{version.version}</Badge>}
          {card.price.kind === 'paid' && <Badge tone="accent">{card.price.label}</Badge>}
          {card.listedOnly && <Badge tone="warn">Listed only</Badge>}
        </div>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {card.title !== card.name && (
            <>
              <span className="font-mono [overflow-wrap:anywhere]">{card.name}</span>
              <span aria-hidden>·</span>
            </>
          )}
          <span className="inline-flex min-w-0 items-center gap-1">
            by{' '}
            <Link
              to="/publishers/$publisher"
              params={{ publisher: card.publisher }}
              className="link font-medium"
            >
              {card.publisher}
            </Link>
            {card.verified && <Verified domain={card.publisherDomain} />}
          </span>
        </p>
        {card.description !== '' && <p className="max-w-prose text-lg">{card.description}</p>}
        <ul className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-sm text-muted">
          <Fact icon={FolderOpen}>
            <Link
              to="/categories/$"
              params={{ _splat: card.category }}
              className="hover:text-ink hover:underline"
            >
              {category}
            </Link>
          </Fact>
          {!card.listedOnly && (
            <Fact icon={Download}>
              <Count of={card.downloads} /> downloads
            </Fact>
          )}
          {card.rating && card.rating.count > 0 && (
            <li className="inline-flex">
              <a href="#rating" className="inline-flex text-ink hover:underline">
                <Stars {...card.rating} />
              </a>
            </li>
          )}
          {licence !== null && licence !== undefined && <Fact icon={Scale}>{licence}</Fact>}
          {(version?.publishedAt ?? card.updatedAt) !== null && (
            <Fact icon={History}>
              <span>
                {version ? 'Published ' : 'Updated '}
                <Time at={version?.publishedAt ?? card.updatedAt ?? ''} />
              </span>
            </Fact>
          )}
        </ul>
      </div>
    </header>
  )
}

function Fact({ icon: Icon, children }: { icon: typeof Scale; children: ReactNode }) {
  return (
    <li className="inline-flex min-w-0 items-center gap-1.5">
      <Icon aria-hidden className="size-4 shrink-0" />
      {children}
    </li>
  )
}

/** The mark of a publisher that proved a domain. */
function Verified({ domain }: { domain: string | undefined }) {
  return (
    <span className="inline-flex items-center gap-1 text-good-ink">
      <BadgeCheck aria-hidden className="size-4 shrink-0" />
      <span className="sr-only">verified: proved to be </span>
      {domain ?? 'verified'}
    </span>
  )
}

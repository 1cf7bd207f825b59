import { Link } from '@tanstack/react-router'
import { BadgeCheck } from 'lucide-react'
import { Monogram } from '../../design/text.tsx'
import type { PackageView } from './terms.ts'

/** What is bought, and from whom. */
export function Subject({ card }: { card: PackageView['card'] }) {
  return (
    <div className="flex items-start gap-4">
      <Monogram name={card.name} />
      <div className="min-w-0 flex-1">
        <p className="text-lg font-semibold [overflow-wrap:anywhere]">
          <Link
            to="/packages/$name"
            params={{ name: card.name }}
            className="text-ink no-underline hover:underline"
          >
            {card.title}
          </Link>
        </p>
        <p className="flex flex-wrap items-center gap-x-1.5 text-sm text-muted">
          by{' '}
          <Link to="/publishers/$publisher" params={{ publisher: card.publisher }} className="link">
            {card.publisher}
          </Link>
          {card.verified && (
            <span className="inline-flex items-center gap-1 text-good-ink">
              <BadgeCheck aria-hidden className="size-4 shrink-0" />
              <span className="sr-only">verified: proved to be </span>
              {card.publisherDomain ?? 'verified'}
            </span>
          )}
          {card.version !== null && <span>· version {card.version}</span>}
          {card.license !== null && <span>· licence {card.license}</span>}
        </p>
        {card.description !== '' && <p className="mt-1.5 text-sm">{card.description}</p>}
      </div>
    </div>
  )
}

import { Link } from '@tanstack/react-router'
import { CircleHelp, Lock, TriangleAlert, UserCheck, X } from 'lucide-react'
import type { Answer } from '../../api/client.ts'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Monogram, Time } from '../../design/text.tsx'
import { useCategoryTitle } from '../../ecosystem.ts'

export type Queued = Answer<'/api/v1/reviews'>['submissions'][number]

export const kindWords: Readonly<Record<Queued['kind'], { says: string; tone: Tone }>> = {
  new: { says: 'New', tone: 'accent' },
  update: { says: 'Update', tone: 'neutral' },
  appeal: { says: 'Appeal', tone: 'warn' },
}

/** One submission that waits. */
export function QueueRow({ row, place }: { row: Queued; place: number | undefined }) {
  const { id, name, version, publisher, kind, waitingSince, claimed, claimedByMe, checks } = row
  const category = useCategoryTitle(row.category ?? '')
  const { says, tone } = kindWords[kind]
  return (
    <li>
      <Link
        to="/review/$id"
        params={{ id }}
        data-row=""
        className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3.5 text-ink no-underline -outline-offset-2 hover:bg-hover focus-visible:bg-hover sm:px-5"
      >
        {place !== undefined && (
          <span className="tabular hidden w-6 text-right text-sm text-muted sm:block">
            <span className="sr-only">Place </span>
            {place}
          </span>
        )}
        <Monogram name={name} size="small" />
        <span className="min-w-0 flex-1 basis-48">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium break-all">{name}</span>
            <span className="text-muted">{version}</span>
            <Badge tone={tone}>{says}</Badge>
          </span>
          <span className="mt-0.5 block text-sm text-muted">
            {publisher}
            {category !== '' && ` · ${category}`} · came in <Time at={waitingSince} />
          </span>
        </span>
        <span className="flex flex-wrap items-center gap-2">
          {checks.warn > 0 && (
            <Badge tone="warn" icon={TriangleAlert}>
              {checks.warn} to judge
            </Badge>
          )}
          {checks.fail > 0 && (
            <Badge tone="bad" icon={X}>
              {checks.fail} failed
            </Badge>
          )}
          {checks.error > 0 && (
            <Badge tone="bad" icon={CircleHelp}>
              {checks.error} not done
            </Badge>
          )}
          {claimedByMe ? (
            <Badge tone="accent" icon={UserCheck}>
              Yours
            </Badge>
          ) : (
            claimed && (
              <Badge icon={Lock} title="Another reviewer has it">
                Claimed
              </Badge>
            )
          )}
        </span>
      </Link>
    </li>
  )
}

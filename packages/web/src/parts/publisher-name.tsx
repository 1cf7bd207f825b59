import { BadgeCheck } from 'lucide-react'

/** A publisher's name, with a mark when it proved a domain to be its own. */
export function PublisherName({
  name,
  verified,
  domain,
}: {
  name: string
  verified: boolean
  domain?: string | undefined
}) {
  const says = domain === undefined ? 'Verified: this publisher proved a domain' : `Verified: owns ${domain}`
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1">
      <span className="truncate">{name}</span>
      {verified && (
        <span title={says} className="shrink-0 text-accent-ink">
          <BadgeCheck aria-hidden className="size-4" />
          <span className="sr-only"> ({says})</span>
        </span>
      )}
    </span>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BadgeCheck } from 'lucide-react'
import { reading } from '../../api/client.ts'
import { Badge } from '../../design/badge.tsx'
import { countOf } from '../../design/format.ts'
import { Facts, Panel } from '../../design/layout.tsx'
import { Skeleton } from '../../design/states.tsx'
import { Count, Time } from '../../design/text.tsx'
import { useEcosystem } from '../../ecosystem.ts'

/** Who publishes it. */
export function PublisherPanel({ publisher }: { publisher: string }) {
  const { words } = useEcosystem()
  const query = useQuery(
    reading('/api/v1/publishers/{publisher}/profile', { params: { path: { publisher } } }),
  )
  const profile = query.data
  const keys = profile?.keys.filter(({ revoked }) => revoked === null).length ?? 0
  return (
    <Panel
      title="Publisher"
      actions={
        profile &&
        profile.domain !== null && (
          <Badge tone="good" icon={BadgeCheck}>
            {profile.domain}
          </Badge>
        )
      }
    >
      <p className="mb-3">
        <Link to="/publishers/$publisher" params={{ publisher }} className="link font-medium break-all">
          {publisher}
        </Link>
      </p>
      {profile ? (
        <Facts
          facts={[
            profile.domain === null && ['Domain', 'none proven'],
            ['Since', <Time at={profile.createdAt} />],
            ['Publishes', countOf(profile.packages, words.package, words.packages)],
            ['Downloads', <Count of={profile.downloads} />],
            ['Keys', countOf(keys, 'key')],
            profile.ownershipChangedAt !== null && [
              'New owner',
              <strong>
                <Time at={profile.ownershipChangedAt} />
              </strong>,
            ],
          ]}
        />
      ) : query.error ? (
        <p className="text-sm text-muted">
          What is known of this publisher could not be loaded.{' '}
          <button type="button" className="link min-h-6" onClick={() => void query.refetch()}>
            Try again
          </button>
        </p>
      ) : (
        <Skeleton className="h-28" />
      )}
    </Panel>
  )
}

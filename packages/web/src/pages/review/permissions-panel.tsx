import { ArrowDownRight, ArrowRightLeft, ArrowUpRight, ShieldCheck } from 'lucide-react'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Panel } from '../../design/layout.tsx'
import { permissionWords, sortedChanges, type Drift } from '../../parts/permission-words.ts'

interface Change {
  permission: string
  change: 'added' | 'changed' | 'removed'
  before?: unknown
  after?: unknown
}

const drifts: Readonly<Record<Drift, { says: string; tone: Tone; icon: typeof ArrowUpRight }>> = {
  grown: { says: 'May do more', tone: 'warn', icon: ArrowUpRight },
  changed: { says: 'Changed', tone: 'neutral', icon: ArrowRightLeft },
  shrunk: { says: 'May do less', tone: 'good', icon: ArrowDownRight },
}

/** What it may do that it might not before, in plain words; what grew first. */
export function PermissionsPanel({
  changes,
  against,
}: {
  changes: readonly Change[]
  against: string | undefined
}) {
  const sorted = sortedChanges(changes)
  const grown = sorted.filter(({ drift }) => drift === 'grown').length
  return (
    <Panel
      title={against === undefined ? 'Permissions it asks for' : 'Permission changes'}
      says={
        against === undefined
          ? 'This is its first version here.'
          : `Compared with ${against}, which is published.${grown > 0 ? ` It asks for ${grown} more.` : ''}`
      }
    >
      {sorted.length === 0 ? (
        <p className="flex items-center gap-2">
          <ShieldCheck aria-hidden className="size-5 text-good-ink" />
          {against === undefined ? 'It asks for none.' : 'It may do exactly what it might before.'}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {sorted.map((change) => (
            <PermissionRow key={change.permission} change={change} isNew={against === undefined} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function PermissionRow({ change, isNew }: { change: Change & { drift: Drift }; isNew: boolean }) {
  const { permission, before, after, drift } = change
  const { says, tone, icon } = drifts[drift]
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium break-words">{permissionWords(permission, after)}</p>
        {before !== undefined && after !== undefined && (
          <p className="text-sm break-words text-muted">Before: {permissionWords(permission, before)}</p>
        )}
        {before !== undefined && after === undefined && (
          <p className="text-sm text-muted">It no longer asks for this.</p>
        )}
        <code className="font-mono text-xs text-muted">{permission}</code>
      </div>
      {!isNew && (
        <Badge tone={tone} icon={icon}>
          {says}
        </Badge>
      )}
    </li>
  )
}

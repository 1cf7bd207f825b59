import { ArrowRight, FileLock2, Minus, Plus, Replace } from 'lucide-react'
import { Badge } from '../../design/badge.tsx'
import { Panel } from '../../design/layout.tsx'
import { factChanges, type FactChange } from './fact-changes.ts'
import type { VersionView } from './package-data.ts'
import { grown } from './permission-words.ts'

/** What two versions say differently of themselves. */
export function CompareFacts({ from, to }: { from: VersionView; to: VersionView }) {
  const changes = factChanges(from, to)
  const more = new Set(grown(from.permissions, to.permissions).map(({ permission }) => permission))
  return (
    <Panel
      flush
      title="Facts that changed"
      says={more.size > 0 ? 'It asks for more than before.' : undefined}
    >
      {changes.length === 0 ? (
        <p className="p-5 text-muted">
          None: permissions, dependencies, engines, platforms, settings, licence and size are the same.
        </p>
      ) : (
        <ul>
          {changes.map((change) => (
            <Change
              key={`${change.kind} ${change.name}`}
              change={change}
              isMore={change.kind === 'Permission' && more.has(change.name)}
            />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Change({ change: { kind, name, before, after }, isMore }: { change: FactChange; isMore: boolean }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-b border-line px-5 py-3 text-sm last:border-0 md:grid-cols-[minmax(0,14rem)_9rem_minmax(0,1fr)] md:items-center">
      <p className="min-w-0 [overflow-wrap:anywhere]">
        <span className="text-muted">{kind}</span>{' '}
        {name !== '' && <span className="font-medium">{name}</span>}
      </p>
      <p className="justify-self-end md:justify-self-start">
        {isMore ? (
          <Badge tone="warn" icon={FileLock2}>
            Asks for more
          </Badge>
        ) : before === undefined ? (
          <Badge icon={Plus}>New</Badge>
        ) : after === undefined ? (
          <Badge icon={Minus}>Gone</Badge>
        ) : (
          <Badge icon={Replace}>Changed</Badge>
        )}
      </p>
      <p className="col-span-2 flex min-w-0 flex-wrap items-center gap-x-2 md:col-span-1">
        {before !== undefined && (
          <span className="min-w-0 text-muted [overflow-wrap:anywhere]">
            <span className="sr-only">before: </span>
            {before}
          </span>
        )}
        {before !== undefined && <ArrowRight aria-hidden className="size-3.5 shrink-0 text-muted" />}
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <span className="sr-only">{before === undefined ? '' : 'after: '}</span>
          {after ?? 'nothing'}
        </span>
      </p>
    </li>
  )
}

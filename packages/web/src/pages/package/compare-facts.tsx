import { FileLock2, Minus, Plus, Replace } from 'lucide-react'
import { Badge } from '../../design/badge.tsx'
import { Panel, Table } from '../../design/layout.tsx'
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
        <Table caption="Facts that changed" head={['Fact', 'Change', from.version, to.version]}>
          {changes.map((change) => (
            <Row
              key={`${change.kind} ${change.name}`}
              change={change}
              isMore={change.kind === 'Permission' && more.has(change.name)}
            />
          ))}
        </Table>
      )}
    </Panel>
  )
}

function Row({ change: { kind, name, before, after }, isMore }: { change: FactChange; isMore: boolean }) {
  return (
    <tr>
      <th scope="row" className="px-5 py-3 align-top font-normal">
        <span className="text-muted">{kind}</span>
        {name !== '' && <span className="block font-medium [overflow-wrap:anywhere]">{name}</span>}
      </th>
      <td>
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
      </td>
      <td className="min-w-28 [overflow-wrap:anywhere]">{before ?? <None />}</td>
      <td className="min-w-28 [overflow-wrap:anywhere]">{after ?? <None />}</td>
    </tr>
  )
}

function None() {
  return (
    <>
      <span aria-hidden className="text-muted">
        –
      </span>
      <span className="sr-only">none</span>
    </>
  )
}

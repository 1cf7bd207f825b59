import { Link } from '@tanstack/react-router'
import { bytes, countOf, duration, exactCount } from '../../design/format.ts'
import { Facts, Panel } from '../../design/layout.tsx'
import { Day, Time } from '../../design/text.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import type { Health } from './health-words.ts'
import { useIsOperator } from './use-operator.ts'

/** What was measured, without a judgement. */
export function HealthFacts({ health }: { health: Health }) {
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <Panel title="Registry">
        <Facts
          facts={[
            ['Version', health.version],
            ['Node', health.node],
            ['Started', <Time key="at" at={health.startedAt} />],
            ['Running for', duration(health.uptimeSeconds)],
            ['Memory', bytes(health.memoryBytes)],
          ]}
        />
      </Panel>
      <Panel title="Storage">
        <Facts
          facts={[
            health.storage.bytes !== undefined && ['Files', bytes(health.storage.bytes)],
            ['Free on the disk', bytes(health.storage.freeBytes)],
            ['Database', bytes(health.database.bytes)],
            ['PostgreSQL', health.database.version],
            ['Connections', exactCount(health.database.connections)],
          ]}
        />
      </Panel>
      <Waiting health={health} />
      <Tree tree={health.tree} />
    </div>
  )
}

function Waiting({ health }: { health: Health }) {
  const isAdmin = useIsOperator('admin')
  return (
    <Panel title="Waiting">
      <Facts
        facts={[
          [
            'Events',
            <Link key="o" to="/admin/outbox" className="link">
              {countOf(health.outboxWaiting, 'event')}
            </Link>,
          ],
          [
            'Mails',
            isAdmin ? (
              <Link key="m" to="/admin/mails" className="link">
                {countOf(health.mailsWaiting, 'mail')}
              </Link>
            ) : (
              countOf(health.mailsWaiting, 'mail')
            ),
          ],
          [
            'Submissions',
            <Link key="s" to="/review" className="link">
              {countOf(health.submissionsWaiting, 'submission')}
            </Link>,
          ],
        ]}
      />
    </Panel>
  )
}

function Tree({ tree }: { tree: Health['tree'] }) {
  const { words } = useEcosystem()
  return (
    <Panel title="Signed tree">
      <Facts
        facts={[
          ['Packages', countOf(tree.packages, words.package, words.packages)],
          ['Timestamp', `version ${exactCount(tree.timestampVersion)}`],
          [
            'Good until',
            tree.expiresAt === null ? 'not signed yet' : <Day key="until" at={tree.expiresAt} />,
          ],
        ]}
      />
    </Panel>
  )
}

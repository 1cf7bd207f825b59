import { useQuery } from '@tanstack/react-query'
import { Laptop, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { api, reading, settled, type Answer } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog } from '../../design/dialog.tsx'
import { countOf } from '../../design/format.ts'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { say } from '../../design/toast.tsx'
import { PageTitle } from '../../shell/page-title.tsx'
import { programName } from './program-name.ts'

type Session = Answer<'/api/v1/account/sessions'>['sessions'][number]

export function SessionsPage() {
  const { data, error, refetch } = useQuery(reading('/api/v1/account/sessions'))
  const [ending, setEnding] = useState<Session | 'others'>()
  const close = () => setEnding(undefined)
  // The one that asks stands first; the others by when they were used.
  const sessions = data?.sessions.toSorted(
    (one, other) =>
      Number(other.current) - Number(one.current) || other.lastUsedAt.localeCompare(one.lastUsedAt),
  )
  const others = sessions?.filter(({ current }) => !current).length ?? 0
  return (
    <>
      <PageTitle of="Sessions" />
      <PageHeader
        title="Sessions"
        says="Browsers that are signed in to your account. Command lines have tokens instead."
        actions={
          <Button disabled={others === 0} onClick={() => setEnding('others')}>
            End all others
          </Button>
        }
      />
      {error && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
      {!sessions && !error && <SkeletonRows what="sessions" rows={3} className="h-18" />}
      {sessions && (
        <Panel flush>
          <ul className="divide-y divide-line">
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => setEnding(session)} />
            ))}
          </ul>
        </Panel>
      )}
      <ConfirmDialog
        open={ending === 'others'}
        onClose={close}
        title="End all other sessions?"
        action="End all others"
        onConfirm={async () => {
          const { ended } = await settled(api.DELETE('/api/v1/account/sessions'))
          await refresh('/api/v1/account/sessions')
          say(`${countOf(ended, 'session')} ended`)
        }}
      >
        <p>{countOf(others, 'browser')} will have to sign in again. This one stays signed in.</p>
      </ConfirmDialog>
      {typeof ending === 'object' && (
        <ConfirmDialog
          open
          onClose={close}
          title="End this session?"
          action="End the session"
          onConfirm={async () => {
            const { id } = ending
            await settled(api.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id } } }))
            await refresh('/api/v1/account/sessions')
            say('The session is ended')
          }}
        >
          <p>
            {programName(ending.userAgent ?? '')} {ending.address !== undefined && `at ${ending.address} `}
            will have to sign in again. If you do not know it, change your password too.
          </p>
        </ConfirmDialog>
      )}
    </>
  )
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const program = programName(session.userAgent ?? '')
  const Icon = /iPhone|Android/.test(program) ? Smartphone : Laptop
  return (
    <li className="flex items-center gap-3 px-5 py-3.5">
      <Icon aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span title={session.userAgent}>{program}</span>
          {session.current && <Badge tone="good">this one</Badge>}
        </p>
        <p className="text-sm text-muted">
          {session.address !== undefined && `${session.address} · `}used <Time at={session.lastUsedAt} /> ·
          since <Time at={session.since} />
        </p>
      </div>
      {!session.current && (
        <Button size="small" aria-label={`End ${program}`} onClick={onEnd}>
          End
        </Button>
      )}
    </li>
  )
}

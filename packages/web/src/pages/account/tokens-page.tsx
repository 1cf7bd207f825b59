import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { api, reading, settled, type Answer } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog, Dialog } from '../../design/dialog.tsx'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { Day, Time } from '../../design/text.tsx'
import { say } from '../../design/toast.tsx'
import { PageTitle } from '../../shell/page-title.tsx'
import { NewToken } from './new-token.tsx'

type Token = Answer<'/api/v1/tokens'>['tokens'][number]

export function TokensPage() {
  const { data, error, refetch } = useQuery(reading('/api/v1/tokens'))
  const [isMaking, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<Token>()
  const make = (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden className="size-4" />
      Make a token
    </Button>
  )
  return (
    <>
      <PageTitle of="Tokens" />
      <PageHeader
        title="Tokens"
        says="What a command line or a build server shows instead of your password. Give each only what it needs."
        actions={data && data.tokens.length > 0 && make}
      />
      {error && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
      {!data && !error && <SkeletonRows what="tokens" rows={3} className="h-20" />}
      {data?.tokens.length === 0 && (
        <EmptyState icon={KeyRound} title="No tokens yet" action={make}>
          On your own machine <code className="font-mono text-sm">waybill login</code> makes one by itself.
          For a build server, make one here.
        </EmptyState>
      )}
      {data && data.tokens.length > 0 && (
        <Panel flush>
          <ul className="divide-y divide-line">
            {data.tokens.map((token) => (
              <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
            ))}
          </ul>
        </Panel>
      )}
      <Dialog open={isMaking} onClose={() => setMaking(false)} title="Make a token">
        <NewToken onDone={() => setMaking(false)} />
      </Dialog>
      {revoking && (
        <ConfirmDialog
          open
          onClose={() => setRevoking(undefined)}
          title={`Revoke “${revoking.name}”?`}
          action="Revoke the token"
          onConfirm={async () => {
            await settled(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: revoking.id } } }))
            await refresh('/api/v1/tokens')
            say('The token is revoked')
          }}
        >
          <p>Whatever uses it is refused at once. This cannot be undone.</p>
        </ConfirmDialog>
      )}
    </>
  )
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { name, actions, packages, createdAt, expiresAt, lastUsedAt } = token
  const isOver = expiresAt !== undefined && new Date(expiresAt) < new Date()
  return (
    <li className="flex items-start gap-3 px-5 py-3.5">
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 font-medium break-words">{name}</span>
          {isOver && <Badge tone="warn">expired</Badge>}
        </p>
        <p className="flex flex-wrap gap-1.5">
          {actions.includes('*') ? (
            <Badge tone="accent">everything that you may</Badge>
          ) : (
            actions.map((action) => <Badge key={action}>{action}</Badge>)
          )}
          {!packages.includes('*') && packages.map((each) => <Badge key={each}>{each}</Badge>)}
        </p>
        <p className="text-sm text-muted">
          {lastUsedAt === undefined ? (
            'Never used'
          ) : (
            <>
              Used <Time at={lastUsedAt} />
            </>
          )}
          {createdAt !== undefined && (
            <>
              {' · '}made <Time at={createdAt} />
            </>
          )}
          {' · '}
          {expiresAt === undefined ? (
            'never ends'
          ) : (
            <>
              {isOver ? 'ended' : 'ends'} <Day at={expiresAt} />
            </>
          )}
        </p>
      </div>
      <Button size="small" aria-label={`Revoke ${name}`} onClick={onRevoke}>
        Revoke
      </Button>
    </li>
  )
}

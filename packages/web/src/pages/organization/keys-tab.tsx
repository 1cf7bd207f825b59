import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { CopyButton } from '../../design/copy.tsx'
import { Panel } from '../../design/layout.tsx'
import { Time } from '../../design/text.tsx'
import { browserKey } from '../../signing/browser-key.ts'
import { AddKey } from './add-key.tsx'
import { permitted, type Publisher } from './organization-data.ts'
import { RevokeKey } from './revoke-key.tsx'

type Key = Publisher['keys'][number]

export function KeysTab({ publisher }: { publisher: Publisher }) {
  const may = permitted(publisher.role)
  const [revoking, setRevoking] = useState<string>()
  const here = useQuery({
    queryKey: ['browser key', publisher.name],
    queryFn: async () => (await browserKey(publisher.name))?.keyId ?? null,
  })
  // Those that count stand first, the newest at the top.
  const keys = publisher.keys.toSorted(
    (one, other) =>
      Number(one.revoked !== undefined) - Number(other.revoked !== undefined) ||
      other.validFrom.localeCompare(one.validFrom),
  )
  return (
    <div className="flex flex-col gap-6">
      <Panel
        title="Signing keys"
        flush
        says="Every version is signed with one of these, and every client checks it. The private halves never leave the machine or browser that made them."
      >
        {keys.length === 0 ? (
          <p className="px-5 py-4 text-sm text-muted">None yet. Nothing can be published without one.</p>
        ) : (
          <ul className="divide-y divide-line">
            {keys.map((key) => (
              <KeyRow
                key={key.keyId}
                signingKey={key}
                isHere={key.keyId === here.data}
                {...(may.manages && { onRevoke: () => setRevoking(key.keyId) })}
              />
            ))}
          </ul>
        )}
      </Panel>
      {may.publishes && (
        <AddKey
          publisher={publisher.name}
          hasKeyHere={keys.some((key) => !key.revoked && key.keyId === here.data)}
        />
      )}
      {revoking !== undefined && <RevokeKey keyId={revoking} onClose={() => setRevoking(undefined)} />}
    </div>
  )
}

function KeyRow({
  signingKey: { keyId, validFrom, revoked },
  isHere,
  onRevoke,
}: {
  signingKey: Key
  isHere: boolean
  onRevoke?: () => void
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3">
      <KeyRound aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex min-w-0 items-center gap-1.5">
          <code
            title={keyId}
            className={`truncate font-mono text-sm ${revoked ? 'text-muted line-through' : ''}`}
          >
            {keyId.slice(0, 16)}…
          </code>
          <CopyButton text={keyId} what="the key’s id" />
          {isHere && !revoked && <Badge tone="accent">in this browser</Badge>}
          {revoked && <Badge tone="bad">revoked</Badge>}
        </p>
        <p className="text-sm text-muted">
          {revoked ? (
            <>
              Revoked <Time at={revoked.at} />
              {revoked.reason !== '' && `: ${revoked.reason}`}
            </>
          ) : (
            <>
              Since <Time at={validFrom} />
            </>
          )}
        </p>
      </div>
      {!revoked && onRevoke && (
        <Button size="small" aria-label={`Revoke the key ${keyId.slice(0, 8)}`} onClick={onRevoke}>
          Revoke
        </Button>
      )}
    </li>
  )
}

import { browserSupportsWebAuthn } from '@simplewebauthn/browser'
import { useMutation, useQuery } from '@tanstack/react-query'
import { KeyRound, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api, reading, settled, type Answer } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog, Dialog } from '../../design/dialog.tsx'
import { TextField } from '../../design/field.tsx'
import { Panel } from '../../design/layout.tsx'
import { ProblemNote, SkeletonRows } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { say } from '../../design/toast.tsx'
import { addPasskey } from '../sign-in/passkey.ts'
import { programName } from './program-name.ts'

type Passkey = Answer<'/api/v1/account/passkeys'>['passkeys'][number]

const changed = () => refresh('/api/v1/account/passkeys', '/api/v1/account')

export function PasskeysPanel() {
  const { data, error, refetch } = useQuery(reading('/api/v1/account/passkeys'))
  const [open, setOpen] = useState<'add' | { rename: Passkey } | { remove: Passkey }>()
  const close = () => setOpen(undefined)
  const isSupported = browserSupportsWebAuthn()
  return (
    <Panel
      title="Passkeys"
      flush
      says="They sign you in without a password or a code: your device, unlocked by you. Nobody can phish them."
      actions={
        isSupported && (
          <Button size="small" onClick={() => setOpen('add')}>
            <Plus aria-hidden className="size-4" />
            Add a passkey
          </Button>
        )
      }
    >
      {error && (
        <div className="p-5">
          <ProblemNote problem={asProblem(error)} retry={() => void refetch()} />
        </div>
      )}
      {!data && !error && (
        <div className="p-5">
          <SkeletonRows what="passkeys" rows={1} className="h-12" />
        </div>
      )}
      {data?.passkeys.length === 0 && (
        <p className="px-5 py-4 text-sm text-muted">
          {isSupported
            ? 'None yet. Add one on each device that you sign in with.'
            : 'None yet. This browser has no passkeys; add one in another.'}
        </p>
      )}
      {data && data.passkeys.length > 0 && (
        <ul className="divide-y divide-line">
          {data.passkeys.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              onRename={() => setOpen({ rename: passkey })}
              onRemove={() => setOpen({ remove: passkey })}
            />
          ))}
        </ul>
      )}
      <Dialog open={open === 'add'} onClose={close} title="Add a passkey">
        <NameForm
          initial={programName(navigator.userAgent)}
          action="Add a passkey"
          act={addPasskey}
          onDone={() => {
            close()
            say('The passkey is added')
          }}
        />
      </Dialog>
      {typeof open === 'object' && 'rename' in open && (
        <Dialog open onClose={close} title="Rename the passkey">
          <NameForm
            initial={open.rename.name}
            action="Rename"
            act={(name) =>
              settled(
                api.PUT('/api/v1/account/passkeys/{id}', {
                  params: { path: { id: open.rename.id } },
                  body: { name },
                }),
              )
            }
            onDone={close}
          />
        </Dialog>
      )}
      {typeof open === 'object' && 'remove' in open && (
        <ConfirmDialog
          open
          onClose={close}
          title={`Remove “${nameOf(open.remove)}”?`}
          action="Remove the passkey"
          onConfirm={async () => {
            const { id } = open.remove
            await settled(api.DELETE('/api/v1/account/passkeys/{id}', { params: { path: { id } } }))
            await changed()
            say('The passkey is removed')
          }}
        >
          <p>It signs nobody in any more. Delete it on the device too, or it goes on offering itself.</p>
        </ConfirmDialog>
      )}
    </Panel>
  )
}

const nameOf = ({ name }: Passkey) => name || 'Passkey'

function PasskeyRow({
  passkey,
  onRename,
  onRemove,
}: {
  passkey: Passkey
  onRename: () => void
  onRemove: () => void
}) {
  return (
    <li className="flex items-center gap-3 px-5 py-3">
      <KeyRound aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="truncate font-medium">{nameOf(passkey)}</span>
          {passkey.backedUp && <Badge title="Its maker keeps it on more than one device">synced</Badge>}
        </p>
        <p className="text-sm text-muted">
          {passkey.createdAt !== undefined && (
            <>
              Added <Time at={passkey.createdAt} />
              {' · '}
            </>
          )}
          {passkey.lastUsedAt === undefined ? (
            'never used'
          ) : (
            <>
              used <Time at={passkey.lastUsedAt} />
            </>
          )}
        </p>
      </div>
      <Button variant="quiet" size="small" square aria-label={`Rename ${nameOf(passkey)}`} onClick={onRename}>
        <Pencil aria-hidden className="size-4" />
      </Button>
      <Button variant="quiet" size="small" square aria-label={`Remove ${nameOf(passkey)}`} onClick={onRemove}>
        <Trash2 aria-hidden className="size-4" />
      </Button>
    </li>
  )
}

function NameForm({
  initial,
  action,
  act,
  onDone,
}: {
  initial: string
  action: string
  act: (name: string) => Promise<unknown>
  onDone: () => void
}) {
  const [name, setName] = useState(initial)
  const run = useMutation({
    mutationFn: () => act(name.trim()),
    onSuccess: async () => {
      await changed()
      onDone()
    },
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        run.mutate()
      }}
    >
      <TextField
        label="Name"
        name="passkey-name"
        autoComplete="off"
        hint="To tell it from others: the device or the manager that keeps it."
        required
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {run.error && <ProblemNote problem={asProblem(run.error)} />}
      <Button type="submit" variant="primary" busy={run.isPending} className="self-end">
        {action}
      </Button>
    </form>
  )
}

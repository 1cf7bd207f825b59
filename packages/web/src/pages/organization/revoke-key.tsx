import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { ConfirmDialog } from '../../design/dialog.tsx'
import { TextField } from '../../design/field.tsx'
import { say } from '../../design/toast.tsx'
import { forgetBrowserKey } from '../../signing/browser-key.ts'
import { publisherChanged } from './organization-data.ts'

export function RevokeKey({ keyId, onClose }: { keyId: string; onClose: () => void }) {
  const [reason, setReason] = useState('')
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title="Revoke this key?"
      action="Revoke the key"
      typed={keyId.slice(0, 8)}
      onConfirm={async () => {
        await settled(
          api.POST('/api/v1/keys/{keyId}/revocation', {
            params: { path: { keyId } },
            body: { reason: reason.trim() },
          }),
        )
        // A browser that keeps nothing has nothing to forget.
        await forgetBrowserKey(keyId).catch(() => undefined)
        await queries.invalidateQueries({ queryKey: ['browser key'] })
        await publisherChanged()
        say('The key is revoked')
      }}
    >
      <p>
        Every client refuses <strong>everything that was ever signed with it</strong>, at once and for good.
        Versions that should stay have to be published again with another key.
      </p>
      <TextField
        label="Reason"
        hint="Everybody can read it."
        placeholder="The machine was stolen"
        required
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </ConfirmDialog>
  )
}

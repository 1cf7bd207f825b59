import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { refresh } from '../../api/queries.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Panel } from '../../design/layout.tsx'
import { say } from '../../design/toast.tsx'
import { AuthenticatorSetup } from './authenticator-setup.tsx'
import { PasswordStep } from './password-step.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { useUser } from './use-user.ts'

export function AuthenticatorPanel() {
  const { totp } = useUser()
  const [open, setOpen] = useState<'set-up' | 'codes' | 'off'>()
  const close = () => setOpen(undefined)
  return (
    <Panel
      title={
        <span className="flex flex-wrap items-center gap-2">
          Authenticator app {totp ? <Badge tone="good">on</Badge> : <Badge>off</Badge>}
        </span>
      }
      says={
        totp
          ? 'A password alone does not sign in: it takes a code of the app too, or a recovery code.'
          : 'With it a password alone does not sign in any more: it takes a code of an app on your phone too.'
      }
    >
      <div className="flex flex-wrap gap-2">
        {totp ? (
          <>
            <Button onClick={() => setOpen('codes')}>Make new recovery codes</Button>
            <Button variant="quiet" onClick={() => setOpen('off')}>
              Turn off
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={() => setOpen('set-up')}>
            Set up
          </Button>
        )}
      </div>
      <Dialog open={open === 'set-up'} onClose={close} title="Set up an authenticator app">
        <AuthenticatorSetup onDone={close} />
      </Dialog>
      <Dialog open={open === 'codes'} onClose={close} title="New recovery codes">
        <NewCodes onDone={close} />
      </Dialog>
      <Dialog open={open === 'off'} onClose={close} title="Turn the authenticator app off?">
        <PasswordStep
          action="Turn off"
          danger
          act={(body) => settled(api.DELETE('/api/v1/account/totp', { body }))}
          onDone={() => {
            close()
            say('The authenticator app is off')
            void refresh('/api/v1/account')
          }}
        >
          <p>Your password alone signs you in then, and the recovery codes are void.</p>
        </PasswordStep>
      </Dialog>
    </Panel>
  )
}

function NewCodes({ onDone }: { onDone: () => void }) {
  const [codes, setCodes] = useState<readonly string[]>()
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />
  return (
    <PasswordStep
      action="Make new codes"
      act={(body) => settled(api.POST('/api/v1/account/recovery-codes', { body }))}
      onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
    >
      <p>The codes that you have now stop working.</p>
    </PasswordStep>
  )
}

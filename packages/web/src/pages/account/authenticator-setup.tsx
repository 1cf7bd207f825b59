import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { CopyButton } from '../../design/copy.tsx'
import { TextField } from '../../design/field.tsx'
import { QrCode } from '../../design/qr-code.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { PasswordStep } from './password-step.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

interface Begun {
  uri: string
  recoveryCodes: string[]
}

/** Password, app with its first code, recovery codes. It counts from the first code on. */
export function AuthenticatorSetup({ onDone }: { onDone: () => void }) {
  const [begun, setBegun] = useState<Begun>()
  const [isOn, setOn] = useState(false)
  if (!begun)
    return (
      <PasswordStep
        action="Go on"
        act={(body) => settled(api.POST('/api/v1/account/totp', { body }))}
        onDone={setBegun}
      >
        <p>
          You need an authenticator app on your phone, such as Aegis, Google Authenticator, 1Password or
          Bitwarden. Nothing changes before its first code is confirmed.
        </p>
      </PasswordStep>
    )
  if (isOn)
    return (
      <RecoveryCodes
        codes={begun.recoveryCodes}
        onKept={() => {
          onDone()
          void refresh('/api/v1/account')
        }}
      />
    )
  return <FirstCode uri={begun.uri} onConfirmed={() => setOn(true)} />
}

function FirstCode({ uri, onConfirmed }: { uri: string; onConfirmed: () => void }) {
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: () =>
      settled(api.PUT('/api/v1/account/totp', { body: { code: code.replaceAll(/\s/g, '') } })),
    onSuccess: onConfirmed,
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        confirm.mutate()
      }}
    >
      <p>Scan this with the app:</p>
      <div className="mx-auto rounded-lg border border-line bg-white p-1">
        <QrCode text={uri} says="QR code for the authenticator app; the secret stands below" />
      </div>
      <div className="flex flex-col gap-1.5">
        <p className="text-sm text-muted">
          No camera? Type this secret into the app
          {uri.startsWith('otpauth://') && (
            <>
              , or{' '}
              <a href={uri} className="link">
                open the app on this device
              </a>
            </>
          )}
          :
        </p>
        <div className="flex items-start gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 py-1 font-mono text-sm">
            {secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
          </code>
          <CopyButton text={secret} what="the secret" />
        </div>
      </div>
      <TextField
        label="Code that the app shows"
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        minLength={6}
        maxLength={10}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        className="font-mono text-lg tracking-widest"
      />
      {confirm.error && <ProblemNote problem={asProblem(confirm.error)} />}
      <Button type="submit" variant="primary" busy={confirm.isPending} className="self-end">
        Confirm
      </Button>
    </form>
  )
}

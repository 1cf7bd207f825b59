import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button, LinkButton } from '../../design/button.tsx'
import { Checkbox, TextField } from '../../design/field.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { useNext } from './address.ts'
import { AuthCard } from './auth-card.tsx'
import { useAfterSignIn } from './use-after-sign-in.ts'

const signInByApp = (code: string, trustDevice: boolean) =>
  settled(
    api.POST('/api/v1/account/session/totp', { body: { code: code.replaceAll(/\s/g, ''), trustDevice } }),
  )
const signInByRecoveryCode = (code: string) =>
  settled(api.POST('/api/v1/account/session/recovery-code', { body: { code: code.trim() } }))

export function SecondFactorPage() {
  const next = useNext()
  const signedIn = useAfterSignIn(next)
  const [way, setWay] = useState<'app' | 'recovery'>('app')
  const [code, setCode] = useState('')
  const [trusts, setTrusts] = useState(false)
  const check = useMutation({
    mutationFn: () => (way === 'app' ? signInByApp(code, trusts) : signInByRecoveryCode(code)),
    onSuccess: signedIn,
  })
  const change = (to: 'app' | 'recovery') => {
    setWay(to)
    setCode('')
    check.reset()
  }
  const problem = check.error ? asProblem(check.error) : undefined
  if (problem?.status === 401)
    return (
      <AuthCard title="Sign in again" says="This sign-in is over: it waits for a code for some minutes only.">
        <LinkButton to="/sign-in" search={next === undefined ? {} : { next }} variant="primary">
          Sign in
        </LinkButton>
      </AuthCard>
    )
  return (
    <AuthCard
      title={way === 'app' ? 'Enter the code of your app' : 'Enter a recovery code'}
      says={
        way === 'app'
          ? 'Your authenticator app shows six digits for this account.'
          : 'One of the ten that you kept. It is used up with this.'
      }
      footer={
        <Link to="/sign-in" search={next === undefined ? {} : { next }} className="link">
          Sign in another way
        </Link>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          check.mutate()
        }}
      >
        <TextField
          key={way}
          label={way === 'app' ? 'Code' : 'Recovery code'}
          name="code"
          autoComplete={way === 'app' ? 'one-time-code' : 'off'}
          inputMode={way === 'app' ? 'numeric' : 'text'}
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          minLength={4}
          maxLength={40}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          className="font-mono text-lg tracking-widest"
        />
        {way === 'app' && (
          <Checkbox
            label="Trust this device"
            hint="It asks for no code for 30 days. Not on a device that others use."
            checked={trusts}
            onChange={(event) => setTrusts(event.target.checked)}
          />
        )}
        {problem && <ProblemNote problem={problem} />}
        <Button type="submit" variant="primary" busy={check.isPending}>
          Sign in
        </Button>
      </form>
      <button
        type="button"
        className="link mx-auto text-sm"
        onClick={() => change(way === 'app' ? 'recovery' : 'app')}
      >
        {way === 'app' ? 'Use a recovery code' : 'Use the app'}
      </button>
    </AuthCard>
  )
}

import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { PasswordField } from '../../design/password-field.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { useMe } from '../../session.ts'
import { useNext } from './address.ts'
import { AuthCard, Or } from './auth-card.tsx'
import { nextPath } from './next-path.ts'
import { SignInRefused } from './sign-in-refused.tsx'
import { useAfterSignIn } from './use-after-sign-in.ts'
import { usePasskeySignIn } from './use-passkey-sign-in.ts'

export function SignInPage() {
  const next = useNext()
  const navigate = useNavigate()
  const me = useMe()
  const signedIn = useAfterSignIn(next)
  const passkey = usePasskeySignIn(signedIn)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const onward = next === undefined ? {} : { next }
  const signIn = useMutation({
    mutationFn: () => settled(api.POST('/api/v1/account/session', { body: { email, password } })),
    onSuccess: ({ secondFactor }) =>
      secondFactor ? navigate({ to: '/second-factor', search: onward }) : signedIn(),
  })
  const isBusy = signIn.isPending || passkey.isPending
  return (
    <AuthCard
      title="Sign in"
      footer={
        <>
          No account yet?{' '}
          <Link to="/sign-up" search={onward} className="link">
            Open one
          </Link>
        </>
      }
    >
      {me?.user && !isBusy && !signIn.isSuccess && (
        <Banner
          title={`You are signed in as ${me.user.email}`}
          action={
            <Link to={nextPath(next, location.origin)} className="link text-sm">
              Go on
            </Link>
          }
        />
      )}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          signIn.mutate()
        }}
      >
        <TextField
          label="Email address"
          type="email"
          name="email"
          autoComplete="username webauthn"
          required
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {signIn.error && <SignInRefused problem={asProblem(signIn.error)} email={email} />}
        <Button type="submit" variant="primary" busy={signIn.isPending} disabled={isBusy}>
          Sign in
        </Button>
        <Link to="/recover" className="link mx-auto text-sm">
          Forgot the password?
        </Link>
      </form>
      {passkey.isSupported && (
        <>
          <Or />
          {passkey.error && <ProblemNote problem={asProblem(passkey.error)} />}
          <Button onClick={passkey.start} busy={passkey.isPending} disabled={isBusy}>
            <KeyRound aria-hidden className="size-4" />
            Sign in with a passkey
          </Button>
        </>
      )}
    </AuthCard>
  )
}

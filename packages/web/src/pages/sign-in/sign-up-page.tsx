import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { useNext } from './address.ts'
import { AuthCard } from './auth-card.tsx'
import { MailSent } from './mail-sent.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { ResendButton } from './resend-button.tsx'

export function SignUpPage() {
  const next = useNext()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const open = useMutation({
    mutationFn: () => settled(api.POST('/api/v1/account', { body: { name, email, password } })),
    onSuccess: () => setPassword(''),
  })
  const signInInstead = (
    <>
      Have an account?{' '}
      <Link to="/sign-in" search={next === undefined ? {} : { next }} className="link">
        Sign in
      </Link>
    </>
  )
  if (open.isSuccess)
    return (
      <AuthCard title="Look into your mail" footer={signInInstead}>
        <MailSent action={<ResendButton email={email} />}>
          <p>
            We sent a mail to <strong className="wrap-anywhere">{email}</strong>. Open the link in it to
            confirm that the address is yours, then sign in.
          </p>
          <p className="text-sm text-muted">
            The link works for a day. Nothing there? Look into the spam folder, or check the address:{' '}
            <button type="button" className="link" onClick={() => open.reset()}>
              change it
            </button>
            .
          </p>
        </MailSent>
      </AuthCard>
    )
  return (
    <AuthCard
      title="Open an account"
      says="To publish, to review, and to keep what you buy. Installing needs none."
      footer={signInInstead}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          open.mutate()
        }}
      >
        <TextField
          label="Name"
          name="name"
          autoComplete="name"
          hint="Members of your publishers see it. It need not be your real one."
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Email address"
          type="email"
          name="email"
          autoComplete="username"
          required
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <NewPasswordField label="Password" value={password} onChange={setPassword} />
        {open.error && <ProblemNote problem={asProblem(open.error)} />}
        <Button type="submit" variant="primary" busy={open.isPending}>
          Open the account
        </Button>
      </form>
    </AuthCard>
  )
}

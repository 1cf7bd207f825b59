import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { ProblemNote } from '../../design/states.tsx'

/** Asks for an address and has a mail sent to it. */
export function MailForm({
  action,
  send,
  onSent,
}: {
  action: string
  send: (email: string) => Promise<unknown>
  onSent: (email: string) => void
}) {
  const [email, setEmail] = useState('')
  const ask = useMutation({ mutationFn: () => send(email), onSuccess: () => onSent(email) })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate()
      }}
    >
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
      {ask.error && <ProblemNote problem={asProblem(ask.error)} />}
      <Button type="submit" variant="primary" busy={ask.isPending}>
        {action}
      </Button>
    </form>
  )
}

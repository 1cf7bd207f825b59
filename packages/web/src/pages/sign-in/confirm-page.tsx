import { useMutation } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button, LinkButton } from '../../design/button.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { forgetAddressToken, useAddressToken } from './address.ts'
import { AuthCard } from './auth-card.tsx'
import { MailForm } from './mail-form.tsx'
import { MailSent } from './mail-sent.tsx'

/** Confirms an address. It takes a press: programs that look through mails open links too, and must not confirm anything. */
export function ConfirmPage() {
  const token = useAddressToken('/confirm')
  const [sentTo, setSentTo] = useState<string>()
  const confirm = useMutation({
    mutationFn: (used: string) =>
      settled(api.PUT('/api/v1/account/email-verification', { body: { token: used } })),
    onSuccess: () => forgetAddressToken('/confirm'),
  })
  if (confirm.isSuccess)
    return (
      <AuthCard title="Your address is confirmed">
        <div className="flex flex-col items-center gap-4 text-center">
          <CircleCheck aria-hidden className="size-12 text-good-ink" />
          <p>The account is open. Sign in to use it.</p>
          <LinkButton to="/sign-in" variant="primary">
            Sign in
          </LinkButton>
        </div>
      </AuthCard>
    )
  if (sentTo !== undefined)
    return (
      <AuthCard title="Look into your mail">
        <MailSent>
          <p>
            If <strong className="wrap-anywhere">{sentTo}</strong> waits to be confirmed, a new mail is on its
            way.
          </p>
          <p className="text-sm text-muted">The link in it works for a day.</p>
        </MailSent>
      </AuthCard>
    )
  const problem = confirm.error ? asProblem(confirm.error) : undefined
  if (token !== undefined && problem?.code !== 'account.code_invalid')
    return (
      <AuthCard title="Confirm your address" says="Press the button if it was you who opened the account.">
        {problem && <ProblemNote problem={problem} />}
        <Button variant="primary" busy={confirm.isPending} onClick={() => confirm.mutate(token)}>
          Confirm the address
        </Button>
      </AuthCard>
    )
  return (
    <AuthCard
      title={problem ? 'This link does not work any more' : 'Open the link in your mail'}
      says={
        problem
          ? 'It was used already, or is older than a day. If you confirmed the address before, just sign in.'
          : 'The mail with it came when you opened the account. Ask for a new one if it is lost.'
      }
      footer={
        <LinkButton to="/sign-in" variant="quiet" size="small">
          Sign in
        </LinkButton>
      }
    >
      <MailForm
        action="Send a new mail"
        send={(email) => settled(api.POST('/api/v1/account/email-verification', { body: { email } }))}
        onSent={setSentTo}
      />
    </AuthCard>
  )
}

import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { AuthCard } from './auth-card.tsx'
import { MailForm } from './mail-form.tsx'
import { MailSent } from './mail-sent.tsx'

export function RecoverPage() {
  const [sentTo, setSentTo] = useState<string>()
  const back = (
    <Link to="/sign-in" className="link">
      Back to signing in
    </Link>
  )
  if (sentTo !== undefined)
    return (
      <AuthCard title="Look into your mail" footer={back}>
        <MailSent>
          <p>
            If <strong className="wrap-anywhere">{sentTo}</strong> has an account here, a mail to set a new
            password is on its way.
          </p>
          <p className="text-sm text-muted">
            The link in it works for an hour, once. Nothing there? Look into the spam folder, or{' '}
            <button type="button" className="link" onClick={() => setSentTo(undefined)}>
              try another address
            </button>
            .
          </p>
        </MailSent>
      </AuthCard>
    )
  return (
    <AuthCard
      title="Set a new password"
      says="We send a link to your address. A second factor stays as it is: have your app or a recovery code ready."
      footer={back}
    >
      <MailForm
        action="Send the link"
        send={(email) => settled(api.POST('/api/v1/account/password-reset', { body: { email } }))}
        onSent={setSentTo}
      />
    </AuthCard>
  )
}

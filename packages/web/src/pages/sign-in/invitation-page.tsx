import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, reading, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button, LinkButton } from '../../design/button.tsx'
import { Facts } from '../../design/layout.tsx'
import { roleSays } from '../../member-roles.ts'
import { Loading, ProblemNote, Skeleton } from '../../design/states.tsx'
import { Day, Monogram } from '../../design/text.tsx'
import { say } from '../../design/toast.tsx'
import { sessionChanged, useMe } from '../../session.ts'
import { forgetAddressToken, useAddressToken } from './address.ts'
import { AuthCard } from './auth-card.tsx'
import { SignInFirst } from './sign-in-first.tsx'

export function InvitationPage() {
  const me = useMe()
  const token = useAddressToken('/invitations')
  if (token === undefined)
    return (
      <AuthCard
        title="Open the link in your mail"
        says="The invitation stands in a mail to you. If it is lost, ask for another one."
      />
    )
  if (me === undefined) return <Waiting />
  if (me?.user === undefined)
    return (
      <SignInFirst title="You are invited" next="/invitations">
        Sign in with the address that the mail came to, to see the invitation and take it. Opening an account
        first? Open the link in the mail again when you are done.
      </SignInFirst>
    )
  return <Invitation token={token} email={me.user.email} />
}

function Waiting() {
  return (
    <AuthCard title="You are invited">
      <Loading what="the invitation">
        <Skeleton className="h-56" />
      </Loading>
    </AuthCard>
  )
}

function Invitation({ token, email }: { token: string; email: string }) {
  const navigate = useNavigate()
  const { data, error } = useQuery({
    ...reading('/api/v1/invitations/acceptance', { params: { query: { token } } }),
    staleTime: Infinity,
    gcTime: 0,
  })
  const accept = useMutation({
    mutationFn: () => settled(api.POST('/api/v1/invitations/acceptance', { body: { token } })),
    onSuccess: async ({ publisher }) => {
      forgetAddressToken('/invitations')
      await sessionChanged()
      await navigate({ to: '/organizations/$publisher', params: { publisher } })
      say(`You are a member of ${publisher}`)
    },
  })
  const refused = asProblem(accept.error ?? error)
  if ((error ?? accept.error) && refused.code === 'invitation.not_found')
    return (
      <AuthCard
        title="This invitation is not for this account"
        says={
          <>
            It may be used, older than seven days, taken back, or for another address than{' '}
            <strong className="wrap-anywhere">{email}</strong>, with which you are signed in.
          </>
        }
      >
        <LinkButton to="/sign-in" search={{ next: '/invitations' }} variant="primary">
          Sign in with another account
        </LinkButton>
      </AuthCard>
    )
  if (error)
    return (
      <AuthCard title="You are invited">
        <ProblemNote problem={refused} />
      </AuthCard>
    )
  if (!data) return <Waiting />
  const { publisher, role, transfers, invitedBy, expiresAt } = data
  return (
    <AuthCard title={transfers ? `${publisher} is offered to you` : `Join ${publisher}`}>
      <div className="flex items-center gap-3">
        <Monogram name={publisher} />
        <p>
          <strong>{invitedBy}</strong>{' '}
          {transfers
            ? 'wants to hand over the publisher to you, with all its packages.'
            : 'invites you to publish together.'}
        </p>
      </div>
      <Facts
        facts={[
          ['Publisher', publisher],
          [
            'Your role',
            <span key="role">{transfers ? 'owner: everything is yours' : `${role}: ${roleSays[role]}`}</span>,
          ],
          ['Your account', email],
          ['Ends', <Day key="end" at={expiresAt} />],
        ]}
      />
      {transfers && (
        <p className="text-sm text-muted">
          Whoever has its packages is told that they have a new owner; its proven domain is forgotten.
        </p>
      )}
      {accept.error && <ProblemNote problem={refused} />}
      <Button variant="primary" busy={accept.isPending} onClick={() => accept.mutate()}>
        {transfers ? 'Take it over' : 'Join'}
      </Button>
      <p className="text-center text-sm text-muted">To decline, do nothing.</p>
    </AuthCard>
  )
}

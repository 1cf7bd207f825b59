import { Link } from '@tanstack/react-router'
import { Building2, Plus } from 'lucide-react'
import { Badge } from '../../design/badge.tsx'
import { LinkButton } from '../../design/button.tsx'
import { CopyLine } from '../../design/copy.tsx'
import { Facts, PageHeader, Panel } from '../../design/layout.tsx'
import { EmptyState } from '../../design/states.tsx'
import { Day, Monogram } from '../../design/text.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { roleSays } from '../../member-roles.ts'
import { PageTitle } from '../../shell/page-title.tsx'
import { useMe } from '../../session.ts'
import { useUser } from './use-user.ts'

export function ProfilePage() {
  const user = useUser()
  const { registry } = useEcosystem()
  const roles = useMe()?.roles ?? []
  return (
    <>
      <PageTitle of="Profile" />
      <PageHeader title="Profile" />
      <Panel title="You">
        <Facts
          facts={[
            ['Name', user.name],
            ['Email address', <Address key="email" email={user.email} confirmed={user.emailConfirmed} />],
            ['Account since', <Day key="since" at={user.since} />],
            roles.length > 0 && [
              'Roles here',
              <span key="roles" className="flex flex-wrap gap-1.5">
                {roles.map((role) => (
                  <Badge key={role} tone="accent">
                    {role}
                  </Badge>
                ))}
              </span>,
            ],
          ]}
        />
      </Panel>
      <Publishers />
      <Panel
        title="The registry you are at"
        says="Pin it by this fingerprint on the command line: what it signed is then checked against it."
      >
        <CopyLine
          text={`waybill registry add ${registry.url} --fingerprint ${registry.fingerprint}`}
          what="the command"
          prompt
        />
      </Panel>
    </>
  )
}

function Address({ email, confirmed }: { email: string; confirmed: boolean }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="wrap-anywhere">{email}</span>
      {confirmed ? <Badge tone="good">confirmed</Badge> : <Badge tone="warn">not confirmed</Badge>}
    </span>
  )
}

function Publishers() {
  const publishers = useMe()?.publishers ?? []
  if (publishers.length === 0)
    return (
      <EmptyState
        icon={Building2}
        title="You are a member of no publisher yet"
        action={
          <LinkButton to="/organizations/new" variant="primary">
            Make a publisher
          </LinkButton>
        }
      >
        Packages are published under a publisher’s name. Make one, or ask somebody to invite you to theirs.
      </EmptyState>
    )
  return (
    <Panel
      title="Publishers"
      flush
      actions={
        <LinkButton to="/organizations/new" size="small">
          <Plus aria-hidden className="size-4" />
          Make a publisher
        </LinkButton>
      }
    >
      <ul className="divide-y divide-line">
        {publishers.map(({ name, role }) => (
          <li key={name} className="relative flex items-center gap-3 px-5 py-3 hover:bg-hover">
            <Monogram name={name} size="small" />
            <div className="min-w-0 flex-1">
              <Link
                to="/organizations/$publisher"
                params={{ publisher: name }}
                className="block truncate font-medium text-ink no-underline after:absolute after:inset-0"
              >
                {name}
              </Link>
              <p className="truncate text-sm text-muted">{roleSays[role]}</p>
            </div>
            <Badge>{role}</Badge>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

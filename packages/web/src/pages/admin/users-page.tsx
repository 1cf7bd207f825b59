import { useInfiniteQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { countOf } from '../../design/format.ts'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { Day } from '../../design/text.tsx'
import { useMe } from '../../session.ts'
import { PageTitle } from '../../shell/page-title.tsx'
import { operatorRoles, roleSays } from './role-words.ts'
import { RolesDialog, type User } from './roles-dialog.tsx'
import { useIsOperator } from './use-operator.ts'

const path = '/api/v1/admin/users'

export function UsersPage() {
  const [words, setWords] = useState('')
  const [changing, setChanging] = useState<User>()
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [path],
    queryFn: ({ pageParam, signal }) =>
      settled(
        api.GET(path, { params: { query: pageParam === undefined ? {} : { after: pageParam } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  })
  const all = data?.pages.flatMap(({ users }) => users) ?? []
  const asked = useDeferredValue(words).trim().toLowerCase()
  const found = all.filter(
    ({ name, email, roles }) =>
      asked === '' || [name, email, ...roles].some((text) => text.toLowerCase().includes(asked)),
  )
  return (
    <>
      <PageTitle of="Users" />
      <PageHeader title="Users" says="Every account, and who helps to run this registry." />
      {error && !data && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
      {!data && !error && <SkeletonRows what="users" rows={6} className="h-18" />}
      {data && (
        <>
          <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
            <div className="w-full max-w-sm">
              <TextField
                label="Filter by name, address or role"
                type="search"
                value={words}
                onChange={({ target }) => setWords(target.value)}
              />
            </div>
            <p role="status" className="py-2 text-sm text-muted">
              {asked === ''
                ? countOf(all.length, 'account')
                : `${found.length} of ${countOf(all.length, 'account')}`}
              {hasNextPage && ' read so far'}
            </p>
          </div>
          {found.length === 0 ? (
            <EmptyState
              title="No account has that in its name, address or roles"
              action={<Button onClick={() => setWords('')}>Show all</Button>}
            >
              {hasNextPage
                ? 'There are more accounts than were read so far: read on below.'
                : 'Try fewer letters.'}
            </EmptyState>
          ) : (
            <Panel flush>
              <ul className="divide-y divide-line">
                {found.map((user) => (
                  <UserRow key={user.id} user={user} onChange={() => setChanging(user)} />
                ))}
              </ul>
            </Panel>
          )}
          {hasNextPage && (
            <Button className="self-center" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Read on
            </Button>
          )}
        </>
      )}
      <RoleList />
      {changing && <RolesDialog user={changing} onClose={() => setChanging(undefined)} />}
    </>
  )
}

function UserRow({ user, onChange }: { user: User; onChange: () => void }) {
  const isAdmin = useIsOperator('admin')
  const isOwn = useMe()?.user?.id === user.id
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{user.name}</span>
          {isOwn && <Badge>you</Badge>}
          {user.roles.map((role) => (
            <Badge key={role} tone="accent">
              {role}
            </Badge>
          ))}
        </p>
        <p className="text-sm text-muted [overflow-wrap:anywhere]">{user.email}</p>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          <span>
            Since <Day at={user.createdAt} />
          </span>
          {!user.verified && <Badge tone="warn">address not confirmed</Badge>}
          {user.totp && (
            <Badge tone="good" icon={ShieldCheck}>
              second factor
            </Badge>
          )}
        </p>
      </div>
      {isAdmin && (
        <Button size="small" aria-label={`Change roles of ${user.email}`} onClick={onChange}>
          Change roles
        </Button>
      )}
    </li>
  )
}

function RoleList() {
  return (
    <Panel title="What each role may do">
      <dl className="flex flex-col gap-2 text-sm sm:grid sm:grid-cols-[7rem_minmax(0,1fr)]">
        {operatorRoles.map((role) => (
          <div key={role} className="contents">
            <dt className="font-medium capitalize">{role}</dt>
            <dd className="mb-1 text-muted sm:mb-0">{roleSays[role]}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

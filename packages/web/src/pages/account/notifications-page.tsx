import { useMutation, useQuery } from '@tanstack/react-query'
import { api, reading, settled, type Answer } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { queries, refresh } from '../../api/queries.ts'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { Switch } from '../../design/switch.tsx'
import { sayProblem } from '../../design/toast.tsx'
import { useMe } from '../../session.ts'
import { PageTitle } from '../../shell/page-title.tsx'

const path = '/api/v1/account/notifications'
type Wishes = Answer<typeof path>

const kinds: readonly { kind: keyof Wishes; label: string; hint: string; reviewers?: true }[] = [
  {
    kind: 'submissions',
    label: 'Your submissions',
    hint: 'When a check fails, a reviewer asks for something, or a version is published.',
  },
  {
    kind: 'reviews',
    label: 'Submissions to review',
    hint: 'When something waits for a reviewer.',
    reviewers: true,
  },
  { kind: 'purchases', label: 'Your purchases', hint: 'When you bought something, and before it ends.' },
]

export function NotificationsPage() {
  const query = reading(path)
  const { data, error, refetch } = useQuery(query)
  const roles = useMe()?.roles ?? []
  const isReviewer = roles.includes('reviewer') || roles.includes('admin')
  const save = useMutation({
    // One after the other: what was switched last is what is kept.
    scope: { id: path },
    mutationFn: (body: Wishes) => settled(api.PUT(path, { body })),
    onMutate: (wishes) => {
      const before = queries.getQueryData<Wishes>(query.queryKey)
      queries.setQueryData(query.queryKey, wishes)
      return { before }
    },
    onError: (failure, _, kept) => {
      queries.setQueryData(query.queryKey, kept?.before)
      sayProblem(failure)
      void refresh(path)
    },
  })
  return (
    <>
      <PageTitle of="Notifications" />
      <PageHeader
        title="Notifications"
        says="Mails that you want. What you change is saved at once. Mails about the security of your account always come."
      />
      {error && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
      {!data && !error && <SkeletonRows what="notifications" rows={1} className="h-44" />}
      {data && (
        <Panel>
          <div className="-my-2 divide-y divide-line">
            {kinds
              .filter(({ reviewers }) => reviewers !== true || isReviewer)
              .map(({ kind, label, hint }) => (
                <Switch
                  key={kind}
                  label={label}
                  hint={hint}
                  checked={data[kind]}
                  onChange={(wanted) => save.mutate({ ...data, [kind]: wanted })}
                />
              ))}
          </div>
        </Panel>
      )}
    </>
  )
}

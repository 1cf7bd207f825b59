import { useMutation, useQuery } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { Sparkles } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { api, reading, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { queries, refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog } from '../../design/dialog.tsx'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { EmptyState, ProblemNote, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { say } from '../../design/toast.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PageTitle } from '../../shell/page-title.tsx'
import { FeaturedCards, useCards } from './featured-cards.tsx'
import { added, isSame, mostFeatured, moved } from './featured-list.ts'
import { FeaturedRow, type Step } from './featured-row.tsx'
import { PackagePicker } from './package-picker.tsx'
import { useIsOperator } from './use-operator.ts'

const query = reading('/api/v1/admin/featured')

export function FeaturedPage() {
  const { words } = useEcosystem()
  const { data, error, refetch } = useQuery(query)
  return (
    <>
      <PageTitle of="Featured" />
      {data ? (
        <Choice saved={data.packages} />
      ) : (
        <>
          <PageHeader title="Featured" says={`The ${words.packages} that stand first on the start page.`} />
          {error ? (
            <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />
          ) : (
            <SkeletonRows what="what is featured" rows={4} className="h-14" />
          )}
        </>
      )}
    </>
  )
}

function Choice({ saved }: { saved: readonly string[] }) {
  const { words } = useEcosystem()
  const mayChange = useIsOperator('admin', 'moderator')
  const [draft, setDraft] = useState<readonly string[]>()
  const names = draft ?? saved
  const isChanged = !isSame(names, saved)
  const cards = useCards(names)
  const save = useMutation({
    mutationFn: () => settled(api.PUT('/api/v1/admin/featured', { body: { packages: [...names] } })),
    onSuccess: async (answer) => {
      queries.setQueryData(query.queryKey, answer)
      setDraft(undefined)
      say('The start page shows them now')
      await refresh('/api/v1/home')
    },
  })
  const remove = (name: string) => {
    const place = names.indexOf(name)
    setDraft(names.filter((each) => each !== name))
    say(`${name} is taken off the list`, {
      label: 'Undo',
      run: () => setDraft((now) => added(now ?? saved, name, place)),
    })
  }
  return (
    <>
      <PageHeader
        title="Featured"
        says={`The ${words.packages} that stand first on the start page, in this order. At most ${mostFeatured}.`}
        actions={
          mayChange && (
            <>
              <Button disabled={!isChanged || save.isPending} onClick={() => setDraft(undefined)}>
                Discard
              </Button>
              <Button
                variant="primary"
                disabled={!isChanged}
                busy={save.isPending}
                onClick={() => save.mutate()}
              >
                Save
              </Button>
            </>
          )
        }
      />
      <p role="status" className="-mt-4 min-h-5 text-sm text-muted">
        {isChanged && 'Not saved yet: the start page still shows the former list.'}
      </p>
      {save.error && <ProblemNote problem={asProblem(save.error)} />}
      {mayChange && names.length < mostFeatured && (
        <PackagePicker taken={names} onPick={(name) => setDraft(added(names, name))} />
      )}
      {names.length === 0 ? (
        <EmptyState icon={Sparkles} title="Nothing is featured">
          The start page then begins with what is trending. {mayChange && 'Add one above.'}
        </EmptyState>
      ) : (
        <>
          <Order names={names} cards={cards} mayChange={mayChange} onChange={setDraft} onRemove={remove} />
          <section aria-labelledby="preview" className="flex flex-col gap-3">
            <h2 id="preview" className="text-lg font-semibold">
              Preview
            </h2>
            <FeaturedCards names={names} cards={cards} />
          </section>
        </>
      )}
      <LeaveGuard isChanged={isChanged} />
    </>
  )
}

function Order({
  names,
  cards,
  mayChange,
  onChange,
  onRemove,
}: {
  names: readonly string[]
  cards: ReturnType<typeof useCards>
  mayChange: boolean
  onChange: (names: readonly string[]) => void
  onRemove: (name: string) => void
}) {
  const buttons = useRef(new Map<string, HTMLButtonElement>())
  const [last, setLast] = useState<{ name: string; step: Step }>()
  useEffect(() => {
    if (!last) return
    // A row that moves in the page loses the focus; at the end of the list its button sleeps.
    const other = last.step === 'up' ? 'down' : 'up'
    for (const step of [last.step, other]) {
      const button = buttons.current.get(`${last.name} ${step}`)
      if (!button || button.disabled) continue
      button.focus()
      return
    }
  }, [last])
  const said =
    last && names.includes(last.name)
      ? `${last.name} is now ${names.indexOf(last.name) + 1} of ${names.length}`
      : ''
  return (
    <Panel flush>
      <p role="status" className="sr-only">
        {said}
      </p>
      <ol className="divide-y divide-line">
        {names.map((name, place) => {
          const card = cards.get(name)
          return (
            <FeaturedRow
              key={name}
              card={card === 'gone' ? undefined : card}
              name={name}
              place={place}
              count={names.length}
              mayChange={mayChange}
              buttons={(of, step) => (button) => {
                if (button) buttons.current.set(`${of} ${step}`, button)
                else buttons.current.delete(`${of} ${step}`)
              }}
              onMove={(step) => {
                onChange(moved(names, place, place + (step === 'up' ? -1 : 1)))
                setLast({ name, step })
              }}
              onRemove={() => onRemove(name)}
            />
          )
        })}
      </ol>
    </Panel>
  )
}

/** Asks before a list that was not saved is left behind. */
function LeaveGuard({ isChanged }: { isChanged: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => isChanged,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  })
  return (
    <ConfirmDialog
      open={status === 'blocked'}
      onClose={() => reset?.()}
      title="Leave without saving?"
      action="Leave"
      onConfirm={() => Promise.resolve(proceed?.())}
    >
      <p>The list was changed, and the change is lost when you leave.</p>
    </ConfirmDialog>
  )
}

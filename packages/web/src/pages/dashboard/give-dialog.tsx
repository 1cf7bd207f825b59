import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, reading, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { CopyLine } from '../../design/copy.tsx'
import { ConfirmDialog, Dialog } from '../../design/dialog.tsx'
import { TextField } from '../../design/field.tsx'
import { EmptyState, ProblemNote, SkeletonRows } from '../../design/states.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { Time } from '../../design/text.tsx'
import { say } from '../../design/toast.tsx'

/** Gives a paid package without payment: to an address, or by a code. */
export function GiveDialog({ name, open, onClose }: { name: string; open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title={`Give ${name}`}>
      <Tabs
        label="Ways to give"
        tabs={[
          { value: 'person', title: 'To a person', content: <GrantForm name={name} /> },
          { value: 'code', title: 'By a code', content: <CodeForm name={name} /> },
          { value: 'given', title: 'What was given', content: <Given name={name} /> },
        ]}
      />
    </Dialog>
  )
}

/** One request of a form: whether it runs, and what went wrong. */
function useSending() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const send = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, send }
}

function GrantForm({ name }: { name: string }) {
  const [email, setEmail] = useState('')
  const [why, setWhy] = useState('')
  const [until, setUntil] = useState('')
  const { busy, problem, send } = useSending()
  const grant = async () => {
    await settled(
      api.POST('/api/v1/packages/{name}/entitlements', {
        params: { path: { name } },
        body: { email, why, ...(until === '' ? {} : { until: new Date(`${until}T23:59:59`).toISOString() }) },
      }),
    )
    await refresh('/api/v1/packages/{name}/entitlements')
    say(`Given to ${email}`)
    setEmail('')
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void send(grant)
      }}
    >
      <TextField
        label="Mail address"
        type="email"
        required
        autoComplete="off"
        hint="It counts for the account that confirmed this address, now or later."
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label="Why"
        required
        maxLength={300}
        placeholder="Beta tester"
        value={why}
        onChange={(event) => setWhy(event.target.value)}
      />
      <TextField
        label="Until (optional)"
        type="date"
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
      {problem !== undefined && <ProblemNote problem={asProblem(problem)} />}
      <Button type="submit" variant="primary" busy={busy} className="self-end">
        Give it
      </Button>
    </form>
  )
}

function CodeForm({ name }: { name: string }) {
  const [uses, setUses] = useState('1')
  const [days, setDays] = useState('')
  const [code, setCode] = useState<string>()
  const { busy, problem, send } = useSending()
  const make = async () => {
    const made = await settled(
      api.POST('/api/v1/packages/{name}/codes', {
        params: { path: { name } },
        body: { uses: Number(uses), ...(days === '' ? {} : { days: Number(days) }) },
      }),
    )
    setCode(made.code)
  }
  if (code !== undefined)
    return (
      <div className="flex flex-col gap-3">
        <p role="status">This code is shown this once; copy it now.</p>
        <CopyLine text={code} what="the code" />
        <Button className="self-end" onClick={() => setCode(undefined)}>
          Make another
        </Button>
      </div>
    )
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void send(make)
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="How often it can be used"
          type="number"
          min={1}
          max={100000}
          required
          value={uses}
          onChange={(event) => setUses(event.target.value)}
        />
        <TextField
          label="Days it gives (optional)"
          type="number"
          min={1}
          max={36500}
          placeholder="for good"
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
      </div>
      {problem !== undefined && <ProblemNote problem={asProblem(problem)} />}
      <Button type="submit" variant="primary" busy={busy} className="self-end">
        Make a code
      </Button>
    </form>
  )
}

function Given({ name }: { name: string }) {
  const query = useQuery(reading('/api/v1/packages/{name}/entitlements', { params: { path: { name } } }))
  const [taken, setTaken] = useState<{ id: string; email?: string }>()
  if (query.error) return <ProblemNote problem={asProblem(query.error)} retry={() => void query.refetch()} />
  if (!query.data) return <SkeletonRows what="what was given" rows={3} className="h-12" />
  const { entitlements } = query.data
  if (entitlements.length === 0)
    return <EmptyState title="Nothing was given yet">Buyers are not listed here.</EmptyState>
  return (
    <>
      <ul className="max-h-[50dvh] divide-y divide-line overflow-y-auto">
        {entitlements.map(({ id, email, kind, status, since, why }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 text-sm">
            <div className="min-w-0 flex-1 basis-40">
              <p className="font-medium break-all">
                {email ?? (kind === 'code' ? 'By a code' : 'An account')}
              </p>
              <p className="text-muted">
                {why} · <Time at={since} />
                {status !== 'active' && ` · ${status}`}
              </p>
            </div>
            {status === 'active' && (
              <Button
                size="small"
                variant="quiet"
                onClick={() => setTaken({ id, ...(email === undefined ? {} : { email }) })}
              >
                Take back
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={taken !== undefined}
        onClose={() => setTaken(undefined)}
        title="Take it back?"
        action="Take back"
        onConfirm={async () => {
          if (!taken) return
          await settled(
            api.DELETE('/api/v1/packages/{name}/entitlements/{id}', {
              params: { path: { name, id: taken.id } },
            }),
          )
          await refresh('/api/v1/packages/{name}/entitlements')
          say('Taken back')
        }}
      >
        <p>{taken?.email ?? 'Whoever has it'} cannot install it any more. What is installed stays.</p>
      </ConfirmDialog>
    </>
  )
}

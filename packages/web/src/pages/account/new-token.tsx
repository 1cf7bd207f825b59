import { useMutation } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem, Problem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Banner } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { CopyLine } from '../../design/copy.tsx'
import { Checkbox, Radios, Select, TextArea, TextField } from '../../design/field.tsx'
import { countOf, date } from '../../design/format.ts'
import { ProblemNote } from '../../design/states.tsx'
import { useMe } from '../../session.ts'
import { endAfter, lifetimes, readPackages, tokenActions, type TokenAction } from './token-request.ts'

interface Wish {
  name: string
  actions: readonly TokenAction[]
  /** As typed. */
  packages: string | undefined
  days: number
}

async function make({ name, actions, packages: typed, days }: Wish): Promise<string> {
  const packages = typed === undefined ? undefined : readPackages(typed)
  if (packages?.length === 0)
    throw new Problem({
      status: 0,
      code: 'packages.unreadable',
      message: 'No package is named.',
      hint: 'Name at least one, or let the token reach all of them.',
    })
  const expiresAt = endAfter(days, new Date())
  const { token } = await settled(
    api.POST('/api/v1/tokens', {
      body: {
        name,
        actions: [...actions],
        ...(packages && { packages }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      },
    }),
  )
  await refresh('/api/v1/tokens')
  return token
}

export function NewToken({ onDone }: { onDone: () => void }) {
  const roles = useMe()?.roles ?? []
  const [name, setName] = useState('')
  const [actions, setActions] = useState<readonly TokenAction[]>(['read', 'publish'])
  const [reach, setReach] = useState('all')
  const [packages, setPackages] = useState('')
  const [days, setDays] = useState(90)
  const created = useMutation({
    mutationFn: () =>
      make({ name: name.trim(), actions, packages: reach === 'some' ? packages : undefined, days }),
    // The text of the token must not outlive what shows it.
    gcTime: 0,
  })
  if (created.data !== undefined) return <MadeToken token={created.data} onDone={onDone} />
  const problem = created.error ? asProblem(created.error) : undefined
  const isUnreadable = problem?.code === 'packages.unreadable'
  const toggle = (action: TokenAction) =>
    setActions(actions.includes(action) ? actions.filter((other) => other !== action) : [...actions, action])
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        created.mutate()
      }}
    >
      <TextField
        label="Name"
        hint="Where it is used, so that you know it again."
        placeholder="build server"
        autoComplete="off"
        required
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset className="flex flex-col gap-2.5">
        <legend className="mb-2 text-sm font-medium">It may</legend>
        {tokenActions
          .filter((each) => !('roles' in each) || each.roles.some((role) => roles.includes(role)))
          .map(({ action, says }) => (
            <Checkbox
              key={action}
              label={action}
              hint={says}
              checked={actions.includes(action)}
              onChange={() => toggle(action)}
            />
          ))}
      </fieldset>
      <Radios
        legend="It reaches"
        name="reach"
        value={reach}
        onChange={setReach}
        options={[
          { value: 'all', label: 'All packages that you may' },
          {
            value: 'some',
            label: 'Only those named here',
            hint: 'and nothing that stands for more: no members, keys or ways to sign in',
          },
        ]}
      />
      {reach === 'some' && (
        <TextArea
          label="Packages"
          hint="One a line, or separated by spaces. A * at the end stands for whatever follows."
          placeholder="acme-*"
          rows={2}
          spellCheck={false}
          autoCapitalize="none"
          value={packages}
          error={isUnreadable ? `${problem?.message} ${problem?.hint}` : undefined}
          onChange={(event) => setPackages(event.target.value)}
          className="font-mono text-sm"
        />
      )}
      <Select
        label="It ends"
        value={String(days)}
        onChange={(event) => setDays(Number(event.target.value))}
        options={lifetimes.map((length) => ({
          value: String(length),
          label:
            length === 0
              ? 'never'
              : `after ${countOf(length, 'day')} (${date(endAfter(length, new Date()) ?? '')})`,
        }))}
        hint={days === 0 ? 'A token that never ends works until somebody remembers to revoke it.' : undefined}
      />
      {problem && !isUnreadable && <ProblemNote problem={problem} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={created.isPending} disabled={actions.length === 0}>
          Make the token
        </Button>
      </div>
    </form>
  )
}

function MadeToken({ token, onDone }: { token: string; onDone: () => void }) {
  return (
    <div role="status" className="flex flex-col gap-4">
      <p>Copy it to where it is used. Whoever has it may do what it may.</p>
      <CopyLine text={token} what="the token" />
      <Banner tone="warn" icon={TriangleAlert} title="It is not shown again">
        If you lose it, revoke it and make another.
      </Banner>
      <Button variant="primary" onClick={onDone} className="self-end">
        Done
      </Button>
    </div>
  )
}

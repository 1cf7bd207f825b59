import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem, Problem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button, LinkButton } from '../../design/button.tsx'
import { Radios, TextField } from '../../design/field.tsx'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { Loading, ProblemNote, ProblemPage, Skeleton } from '../../design/states.tsx'
import { say } from '../../design/toast.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { PageTitle } from '../../shell/page-title.tsx'
import { useMe } from '../../session.ts'
import { refusalOfName } from './publisher-name.ts'

export function NewOrganizationPage() {
  const me = useMe()
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6">
      <PageTitle of="Make a publisher" />
      <PageHeader
        title="Make a publisher"
        says="The name that packages are published under. You own it, and can invite others or hand it over later."
      />
      {me === undefined && (
        <Loading what="your account">
          <Skeleton className="h-72" />
        </Loading>
      )}
      {me === null && (
        <ProblemPage
          problem={new Problem({ status: 401, code: 'auth.required', message: 'Nobody is signed in.' })}
        />
      )}
      {me && <NewPublisher />}
    </div>
  )
}

function NewPublisher() {
  const { words } = useEcosystem()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<'organization' | 'user'>('organization')
  const refusal = refusalOfName(name)
  const create = useMutation({
    mutationFn: () => settled(api.POST('/api/v1/publishers', { body: { name, kind } })),
    onSuccess: async (made) => {
      await refresh('/api/v1/account')
      await navigate({ to: '/organizations/$publisher', params: { publisher: made.name } })
      say(`${made.name} is yours`)
    },
  })
  return (
    <Panel>
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (refusal === undefined) create.mutate()
        }}
      >
        <TextField
          label="Name"
          name="publisher-name"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={100}
          value={name}
          onChange={(event) => {
            setName(event.target.value)
            create.reset()
          }}
          hint="Lower-case letters, digits, “.”, “_” and “-”. It cannot be changed later, nor look like another’s."
          error={refusal}
          className="font-mono"
        />
        <Radios
          legend="It is"
          name="kind"
          value={kind}
          onChange={(value) => setKind(value as typeof kind)}
          options={[
            {
              value: 'organization',
              label: 'An organization',
              hint: `Several people publish its ${words.packages} together.`,
            },
            {
              value: 'user',
              label: 'You alone',
              hint: 'Your own name. Others can be invited later all the same.',
            },
          ]}
        />
        {create.error && <ProblemNote problem={asProblem(create.error)} />}
        <div className="flex justify-end gap-2">
          <LinkButton to="/account">Cancel</LinkButton>
          <Button
            type="submit"
            variant="primary"
            busy={create.isPending}
            disabled={name === '' || refusal !== undefined}
          >
            Make it
          </Button>
        </div>
      </form>
    </Panel>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { Panel } from '../../design/layout.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { say } from '../../design/toast.tsx'

/** Turns a code that a publisher gave into the package. */
export function RedeemForm() {
  const [code, setCode] = useState('')
  const redeem = useMutation({
    mutationFn: () => settled(api.POST('/api/v1/entitlements/redemption', { body: { code: code.trim() } })),
    onSuccess: async ({ name }) => {
      setCode('')
      say(`${name} is yours`)
      await refresh('/api/v1/entitlements')
    },
  })
  return (
    <Panel title="Redeem a code" says="From a publisher, for one of its packages.">
      <form
        className="flex max-w-md flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          redeem.mutate()
        }}
      >
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <TextField
              label="Code"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              required
              maxLength={100}
              value={code}
              onChange={(event) => setCode(event.target.value)}
              className="font-mono"
            />
          </div>
          <Button type="submit" busy={redeem.isPending}>
            Redeem
          </Button>
        </div>
        {redeem.error && <ProblemNote problem={asProblem(redeem.error)} />}
      </form>
    </Panel>
  )
}

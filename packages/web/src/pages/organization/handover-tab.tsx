import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { Button } from '../../design/button.tsx'
import { ConfirmDialog } from '../../design/dialog.tsx'
import { TextField } from '../../design/field.tsx'
import { Panel } from '../../design/layout.tsx'
import { say } from '../../design/toast.tsx'
import { publisherChanged, type Publisher } from './organization-data.ts'

export function HandoverTab({ publisher: { name, invitations } }: { publisher: Publisher }) {
  const [email, setEmail] = useState('')
  const [isAsking, setAsking] = useState(false)
  const offered = invitations.find(({ transfers }) => transfers)
  return (
    <Panel
      title="Hand the publisher over"
      says="To somebody else, with its name and all its packages. Nothing changes before they accept."
    >
      <ul className="mb-4 flex max-w-prose list-disc flex-col gap-1 pl-5 text-sm">
        <li>They own it then; you stay as maintainer.</li>
        <li>The proven domain is forgotten, and trust that was earned begins anew.</li>
        <li>Everybody who has its packages is told that they have a new owner.</li>
      </ul>
      {offered ? (
        <p className="text-sm text-muted">
          It is offered to <strong className="wrap-anywhere text-ink">{offered.email}</strong>. To offer it to
          somebody else, take that back first, among the members.
        </p>
      ) : (
        <form
          className="flex max-w-md flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            setAsking(true)
          }}
        >
          <TextField
            label="Email address of the new owner"
            type="email"
            name="new-owner-email"
            autoComplete="off"
            required
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <Button type="submit" className="self-start">
            Offer it…
          </Button>
        </form>
      )}
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Offer ${name} to ${email}?`}
        action="Offer it"
        typed={name}
        onConfirm={async () => {
          await settled(
            api.POST('/api/v1/publishers/{publisher}/invitations', {
              params: { path: { publisher: name } },
              body: { email, role: 'owner', transfers: true },
            }),
          )
          await publisherChanged()
          say(`${name} is offered to ${email}`)
        }}
      >
        <p>Whoever opens the mail with an account of that address can take it within seven days.</p>
      </ConfirmDialog>
    </Panel>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, reading, settled } from '../../api/client.ts'
import type { VersionView } from '../../api/shapes.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { ProblemNote, SkeletonRows } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { say, sayProblem } from '../../design/toast.tsx'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'

/** The versions of a package, to keep one from new installs or to take it back. */
export function VersionsDialog({
  name,
  open,
  onClose,
}: {
  name: string
  open: boolean
  onClose: () => void
}) {
  return (
    <Dialog open={open} onClose={onClose} title={`Versions of ${name}`} wide>
      <Versions name={name} />
    </Dialog>
  )
}

const changed = () => refresh('/api/v1/packages/{name}', '/api/v1/account/packages')

function Versions({ name }: { name: string }) {
  const query = useQuery(reading('/api/v1/packages/{name}', { params: { path: { name } } }))
  const [asked, setAsked] = useState<{ act: 'yank' | 'unpublish'; version: string }>()
  if (query.error) return <ProblemNote problem={asProblem(query.error)} retry={() => void query.refetch()} />
  if (!query.data) return <SkeletonRows what="the versions" rows={3} className="h-14" />
  const versions = query.data.document?.versions ?? []
  const close = () => setAsked(undefined)
  const version = asked?.version ?? ''
  const path = { name, version }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        <strong>Yank</strong> keeps a version from new installs; whoever has it keeps it, and you can take
        that back. <strong>Unpublish</strong> removes it for good, and its number is never free again.
      </p>
      {versions.length === 0 && <p>Nothing is published yet.</p>}
      <ul className="max-h-[50dvh] divide-y divide-line overflow-y-auto">
        {versions.map((each) => (
          <VersionRow
            key={each.version}
            name={name}
            version={each}
            onAsk={(act) => setAsked({ act, version: each.version })}
          />
        ))}
      </ul>
      <ReasonDialog
        open={asked?.act === 'yank'}
        onClose={close}
        title={`Yank ${name} ${version}?`}
        action="Yank"
        label="Reason"
        hint="Everyone sees it who looks at this version."
        most={500}
        draft={`yank ${name} ${version}`}
        onConfirm={async (reason) => {
          await settled(
            api.PUT('/api/v1/packages/{name}/versions/{version}/yank', {
              params: { path },
              body: { reason },
            }),
          )
          await changed()
          say(`Yanked ${name} ${version}`)
        }}
      >
        <p>New installs leave it out from now on. Who has it keeps it. You can take this back at any time.</p>
      </ReasonDialog>
      <ReasonDialog
        open={asked?.act === 'unpublish'}
        onClose={close}
        title={`Unpublish ${name} ${version}?`}
        action="Unpublish for good"
        label="Reason"
        hint="It stays in the signed document, for everyone to see."
        most={500}
        draft={`unpublish ${name} ${version}`}
        danger
        typed={`${name}@${version}`}
        onConfirm={async (reason) => {
          await settled(
            api.POST('/api/v1/packages/{name}/versions/{version}/unpublish', {
              params: { path },
              body: { reason },
            }),
          )
          await changed()
          say(`Unpublished ${name} ${version}`)
        }}
      >
        <p>
          Its files go, nobody installs it any more, not even from a lockfile, and{' '}
          <strong>the number {version} can never be used again</strong>. This cannot be taken back.
        </p>
        <p className="text-sm text-muted">
          It is possible in a version’s first days, while no other package depends on it. If you only want to
          keep it from new installs, yank it instead.
        </p>
      </ReasonDialog>
    </div>
  )
}

function VersionRow({
  name,
  version: { version, publishedAt, yanked, unpublished },
  onAsk,
}: {
  name: string
  version: VersionView
  onAsk: (act: 'yank' | 'unpublish') => void
}) {
  const [busy, setBusy] = useState(false)
  const unyank = async () => {
    setBusy(true)
    try {
      await settled(
        api.DELETE('/api/v1/packages/{name}/versions/{version}/yank', {
          params: { path: { name, version } },
        }),
      )
      await changed()
      say(`${name} ${version} can be installed again`)
    } catch (error) {
      sayProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const mark = unpublished ?? yanked
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-mono font-medium">{version}</span>
          {unpublished ? <Badge tone="bad">Unpublished</Badge> : yanked && <Badge tone="warn">Yanked</Badge>}
          <span className="text-sm text-muted">
            <Time at={publishedAt} />
          </span>
        </p>
        {mark && <p className="text-sm break-words text-muted">{mark.reason}</p>}
      </div>
      {!unpublished && (
        <div className="flex gap-2">
          {yanked ? (
            <Button size="small" busy={busy} onClick={() => void unyank()}>
              Take the yank back
            </Button>
          ) : (
            <Button size="small" aria-label={`Yank ${version}`} onClick={() => onAsk('yank')}>
              Yank
            </Button>
          )}
          <Button
            size="small"
            variant="quiet"
            aria-label={`Unpublish ${version}`}
            onClick={() => onAsk('unpublish')}
          >
            Unpublish
          </Button>
        </div>
      )}
    </li>
  )
}

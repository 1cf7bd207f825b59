import { GitCompareArrows, History } from 'lucide-react'
import { useState } from 'react'
import { Button, LinkButton } from '../../design/button.tsx'
import { Select } from '../../design/field.tsx'
import { countOf } from '../../design/format.ts'
import { EmptyState } from '../../design/states.tsx'
import { useShown, versionBefore, type Shown, type VersionView } from './package-data.ts'
import { VersionRow } from './version-row.tsx'

const atOnce = 30

export function VersionsTab() {
  const shown = useShown()
  const { versions, name, page } = shown
  const [most, setMost] = useState(atOnce)
  if (versions.length === 0)
    return (
      <EmptyState icon={History} title="No versions">
        Nothing of {page.card.title} is published here.
      </EmptyState>
    )
  return (
    <>
      <CompareForm shown={shown} />
      <ol aria-label="Versions, newest first" className="flex flex-col gap-3">
        {versions.slice(0, most).map((version) => (
          <li key={version.version}>
            <VersionRow
              name={name}
              version={version}
              before={versionBefore(versions, version.version)}
              isNewest={version.version === page.newest}
            />
          </li>
        ))}
      </ol>
      {versions.length > most && (
        <div className="flex flex-wrap items-center justify-center gap-3 text-sm text-muted">
          <span>{countOf(versions.length - most, 'older version')}</span>
          <Button size="small" onClick={() => setMost(most + 2 * atOnce)}>
            Show more
          </Button>
        </div>
      )}
    </>
  )
}

/** Any two versions of which the files still are here. */
function CompareForm({ shown: { versions, name, page } }: { shown: Shown }) {
  const there = versions.filter(({ unpublished }) => !unpublished)
  const [to, setTo] = useState(page.newest ?? there[0]?.version ?? '')
  const [from, setFrom] = useState(versionBefore(versions, to)?.version ?? there[1]?.version ?? '')
  if (there.length < 2) return null
  return (
    <div role="group" aria-label="Compare two versions" className="card flex flex-wrap items-end gap-3 p-4">
      <Choice label="Compare" versions={there} value={from} onChange={setFrom} />
      <Choice label="with" versions={there} value={to} onChange={setTo} />
      {from === to ? (
        <p className="py-2 text-sm text-muted">Choose two different versions.</p>
      ) : (
        <LinkButton to="/packages/$name/compare" params={{ name }} search={{ from, to }}>
          <GitCompareArrows aria-hidden className="size-4" />
          Compare
        </LinkButton>
      )}
    </div>
  )
}

function Choice({
  label,
  versions,
  value,
  onChange,
}: {
  label: string
  versions: readonly VersionView[]
  value: string
  onChange: (version: string) => void
}) {
  return (
    <div className="min-w-32 flex-1 sm:max-w-52">
      <Select
        label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        options={versions.map(({ version }) => ({ value: version, label: version }))}
      />
    </div>
  )
}

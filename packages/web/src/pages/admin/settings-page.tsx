import { useQuery } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { classes } from '../../design/classes.ts'
import { CopyLine } from '../../design/copy.tsx'
import { TextField } from '../../design/field.tsx'
import { countOf } from '../../design/format.ts'
import { PageHeader, Panel } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { PageTitle } from '../../shell/page-title.tsx'
import { SettingDialog } from './setting-dialog.tsx'
import { groupTitle, inGroups, matching, originText, valueText, type Setting } from './setting-words.ts'

export function SettingsPage() {
  const { data, error, refetch } = useQuery(reading('/api/v1/admin/settings'))
  const [words, setWords] = useState('')
  const [asked, setAsked] = useState<Setting>()
  const deferred = useDeferredValue(words)
  const found = data ? matching(data.settings, deferred) : []
  return (
    <>
      <PageTitle of="Settings" />
      <PageHeader
        title="Settings"
        says="What counts now, and where each comes from: the environment before the file, the file before the default."
      />
      {error && !data && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
      {!data && !error && <SkeletonRows what="settings" rows={8} className="h-16" />}
      {data && (
        <>
          {data.file === null ? (
            <p className="text-muted">
              There is no configuration file. Name one in{' '}
              <code className="font-mono text-sm">WAYBILL_CONFIG</code> to change what stands here.
            </p>
          ) : (
            <CopyLine text={data.file} what="the path of the configuration file" />
          )}
          <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
            <div className="w-full max-w-sm">
              <TextField
                label="Filter by key, value or origin"
                type="search"
                value={words}
                onChange={({ target }) => setWords(target.value)}
              />
            </div>
            <p role="status" className="py-2 text-sm text-muted">
              {found.length < data.settings.length ? `${found.length} of ` : ''}
              {countOf(data.settings.length, 'setting')}
            </p>
          </div>
          {found.length === 0 && (
            <EmptyState
              title="No setting has that in its key or value"
              action={<Button onClick={() => setWords('')}>Show all</Button>}
            />
          )}
          {inGroups(found).map(([group, settings]) => (
            <Panel key={group} title={groupTitle(group)} flush>
              <ul className="divide-y divide-line">
                {settings.map((setting) => (
                  <SettingRow key={setting.key} setting={setting} onAsk={() => setAsked(setting)} />
                ))}
              </ul>
            </Panel>
          ))}
          {asked && <SettingDialog setting={asked} file={data.file} onClose={() => setAsked(undefined)} />}
        </>
      )}
    </>
  )
}

function SettingRow({ setting, onAsk }: { setting: Setting; onAsk: () => void }) {
  const { key, value, origin } = setting
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-2.5">
      <span className="min-w-0 flex-1 basis-44 font-mono text-sm [overflow-wrap:anywhere]">{key}</span>
      <span
        className={classes(
          'flex min-w-0 flex-1 basis-56 items-center gap-1.5 font-mono text-sm [overflow-wrap:anywhere]',
          value === null && 'text-muted',
        )}
      >
        {value === '(set)' && <Lock aria-hidden className="size-3.5 shrink-0 text-muted" />}
        <span className="line-clamp-3 min-w-0">{valueText(value)}</span>
      </span>
      <span className="flex shrink-0 items-center gap-2">
        <Badge tone={origin === 'default' ? 'neutral' : 'accent'}>{originText(setting)}</Badge>
        <Button variant="quiet" size="small" aria-label={`Where to change ${key}`} onClick={onAsk}>
          Change
        </Button>
      </span>
    </li>
  )
}

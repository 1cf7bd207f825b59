import { Check, CircleHelp, KeyRound, ShieldAlert, ShieldCheck, TriangleAlert } from 'lucide-react'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Panel } from '../../design/layout.tsx'
import { EmptyState } from '../../design/states.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { useShown, type VersionView } from './package-data.ts'
import { notAskedFor, tellPermissions, type Grave, type Told } from './permission-words.ts'

export function PermissionsTab() {
  const { version, name } = useShown()
  const { words, review } = useEcosystem()
  if (!version)
    return (
      <EmptyState icon={ShieldAlert} title="Nobody knows here what it asks for">
        Nothing of {name} is published here, so that it declares nothing. Look into its repository.
      </EmptyState>
    )
  const told = tellPermissions(version.permissions)
  const none = notAskedFor(version.permissions)
  return (
    <>
      <Panel
        flush
        title={`What ${name} ${version.version} can do`}
        says={`Its publisher declares this${review === 'required' ? ', and the registry compares it with the code before a version is published' : ''}. It is no wall: only the application that runs the ${words.package} can hold it to that.`}
      >
        {told.length === 0 ? (
          <div className="flex items-center gap-3 p-5">
            <ShieldCheck aria-hidden className="size-6 shrink-0 text-good-ink" />
            <p>It asks for nothing.</p>
          </div>
        ) : (
          <ul>
            {told.map((one) => (
              <Permission key={one.permission} told={one} />
            ))}
          </ul>
        )}
      </Panel>
      {none.length > 0 && (
        <Panel title="What it does not ask for">
          <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
            {none.map((says) => (
              <li key={says} className="flex items-center gap-2.5">
                <Check aria-hidden className="size-4 shrink-0 text-good-ink" />
                {says}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Settings version={version} />
    </>
  )
}

const graves: Record<Grave, { tone: Tone; words: string; icon: typeof ShieldAlert; colour: string }> = {
  high: { tone: 'bad', words: 'High risk', icon: ShieldAlert, colour: 'text-bad-ink' },
  some: { tone: 'warn', words: 'Limited', icon: TriangleAlert, colour: 'text-warn-ink' },
  unknown: { tone: 'neutral', words: 'Of the application', icon: CircleHelp, colour: 'text-muted' },
}

function Permission({ told: { permission, grave, says, list, reason } }: { told: Told }) {
  const { tone, words, icon: Icon, colour } = graves[grave]
  return (
    <li className="flex items-start gap-3 border-b border-line px-5 py-4 last:border-0">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${colour}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="font-medium">{says}</p>
        {list.length > 0 && (
          <ul className="flex flex-wrap gap-1.5">
            {list.map((item) => (
              <li
                key={item}
                className="max-w-full rounded bg-hover px-1.5 py-0.5 font-mono text-sm [overflow-wrap:anywhere]"
              >
                {item}
              </li>
            ))}
          </ul>
        )}
        {reason !== undefined && <p className="text-muted">Its publisher’s reason: “{reason}”</p>}
        <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
          <Badge tone={tone}>{words}</Badge>
          <code className="font-mono text-xs">{permission}</code>
        </p>
      </div>
    </li>
  )
}

/** Settings that a user gives it; variables named here it may read without asking for more. */
function Settings({ version: { configuration } }: { version: VersionView }) {
  const settings = Object.entries(configuration)
  if (settings.length === 0) return null
  return (
    <Panel
      flush
      title="Settings it takes"
      says="What you give it yourself; it may read the variables named here."
    >
      <ul>
        {settings.map(([key, { type, required, secret, env, description }]) => (
          <li key={key} className="flex flex-col gap-1 border-b border-line px-5 py-3 last:border-0">
            <p className="flex flex-wrap items-center gap-2">
              <code className="font-mono text-sm font-medium">{key}</code>
              <span className="text-sm text-muted">{type}</span>
              {required && <Badge>Needed</Badge>}
              {secret && (
                <Badge tone="warn" icon={KeyRound}>
                  Secret
                </Badge>
              )}
              {env !== undefined && <code className="font-mono text-xs text-muted">${env}</code>}
            </p>
            {description !== '' && <p className="text-sm text-muted">{description}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

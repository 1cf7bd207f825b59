import { Link } from '@tanstack/react-router'
import { Boxes } from 'lucide-react'
import { Badge } from '../../design/badge.tsx'
import { Facts, Panel } from '../../design/layout.tsx'
import { EmptyState } from '../../design/states.tsx'
import { Dependents } from './dependents.tsx'
import { useShown, type VersionView } from './package-data.ts'
import { platformsOf } from './sidebar.tsx'

export function DependenciesTab() {
  const { version, name, page } = useShown()
  return (
    <>
      {version ? (
        <>
          <Needs version={version} name={name} />
          <Features version={version} />
          <RunsOn version={version} />
        </>
      ) : (
        <EmptyState icon={Boxes} title="Nobody knows here what it needs">
          Nothing of {name} is published here. Look into its repository.
        </EmptyState>
      )}
      <Dependents name={name} count={page.dependents} />
    </>
  )
}

function Needs({ version, name }: { version: VersionView; name: string }) {
  const needs = Object.entries(version.dependencies)
  return (
    <Panel flush={needs.length > 0} title={`What ${name} ${version.version} needs`}>
      {needs.length === 0 ? (
        <p className="text-muted">Nothing else is installed with it.</p>
      ) : (
        <ul>
          {needs.map(([needed, { requirement, optional, features, defaultFeatures }]) => (
            <li
              key={needed}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-5 py-3 last:border-0"
            >
              <Link
                to="/packages/$name"
                params={{ name: needed }}
                className="link min-w-0 font-medium [overflow-wrap:anywhere]"
              >
                {needed}
              </Link>
              <code className="font-mono text-sm text-muted">{requirement}</code>
              {optional && <Badge>Optional</Badge>}
              {!defaultFeatures && <Badge>Without its default features</Badge>}
              {features.length > 0 && <span className="text-sm text-muted">with {features.join(', ')}</span>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Features({ version: { features } }: { version: VersionView }) {
  const own = Object.entries(features).filter(([name]) => name !== 'default')
  if (own.length === 0) return null
  const standard = features.default ?? []
  return (
    <Panel flush title="Features" says="Turned on with --features when it is installed.">
      <ul>
        {own.map(([name, brings]) => (
          <li
            key={name}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-5 py-3 last:border-0"
          >
            <code className="font-mono text-sm font-medium">{name}</code>
            {standard.includes(name) && <Badge tone="accent">On by itself</Badge>}
            {brings.length > 0 && <span className="text-sm text-muted">brings {brings.join(', ')}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function RunsOn({ version }: { version: VersionView }) {
  const engines = Object.entries(version.engines)
  return (
    <Panel title="What it runs on">
      <Facts
        facts={[
          ['Platforms', platformsOf(version, [])],
          ...engines.map(
            ([name, requirement]) =>
              [
                name,
                <code key={name} className="font-mono">
                  {requirement}
                </code>,
              ] as const,
          ),
        ]}
      />
    </Panel>
  )
}

import { Link } from '@tanstack/react-router'
import { PackagePlus } from 'lucide-react'
import { LinkButton } from '../../design/button.tsx'
import { Panel } from '../../design/layout.tsx'
import { EmptyState } from '../../design/states.tsx'
import { Monogram } from '../../design/text.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { permitted, type Publisher } from './organization-data.ts'

export function PackagesTab({ publisher }: { publisher: Publisher }) {
  const { words } = useEcosystem()
  if (publisher.packages.length === 0)
    return (
      <EmptyState
        icon={PackagePlus}
        title="Nothing is published yet"
        action={
          permitted(publisher.role).publishes && (
            <LinkButton to="/dashboard/submit" variant="primary">
              Submit the first {words.package}
            </LinkButton>
          )
        }
      >
        What is published under this name stands here.
      </EmptyState>
    )
  return (
    <Panel flush>
      <ul className="divide-y divide-line">
        {publisher.packages.map(({ name, newest }) => (
          <li key={name} className="relative flex items-center gap-3 px-5 py-3 hover:bg-hover">
            <Monogram name={name} size="small" />
            <Link
              to="/packages/$name"
              params={{ name }}
              className="min-w-0 flex-1 truncate font-medium text-ink no-underline after:absolute after:inset-0"
            >
              {name}
            </Link>
            <span className="font-mono text-sm text-muted">{newest ?? 'nothing to install'}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

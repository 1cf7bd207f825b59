import { BookOpen, Boxes, FileLock2, History, ShieldCheck, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { exactCount } from '../../design/format.ts'
import { TabLink, TabLinks } from '../../design/tabs.tsx'
import { type Shown } from './package-data.ts'
import { tellPermissions } from './permission-words.ts'

/** Ways between the parts of the page; a chosen version stays chosen. */
export function PackageTabs({ shown: { name, versions, version } }: { shown: Shown }) {
  const to = { params: { name }, search: true } as const
  const exact = { exact: true, includeSearch: false }
  const permissions = version ? tellPermissions(version.permissions).length : undefined
  const dependencies = version ? Object.keys(version.dependencies).length : undefined
  return (
    <TabLinks label={`About ${name}`}>
      <TabLink {...to} to="/packages/$name" activeOptions={exact}>
        <Title icon={BookOpen}>README</Title>
      </TabLink>
      <TabLink {...to} to="/packages/$name/versions" activeOptions={exact}>
        <Title icon={History} count={versions.length}>
          Versions
        </Title>
      </TabLink>
      <TabLink {...to} to="/packages/$name/permissions" activeOptions={exact}>
        <Title icon={FileLock2} count={permissions}>
          Permissions
        </Title>
      </TabLink>
      <TabLink {...to} to="/packages/$name/dependencies" activeOptions={exact}>
        <Title icon={Boxes} count={dependencies}>
          Dependencies
        </Title>
      </TabLink>
      <TabLink {...to} to="/packages/$name/security" activeOptions={exact}>
        <Title icon={ShieldCheck}>Security</Title>
      </TabLink>
    </TabLinks>
  )
}

function Title({
  icon: Icon,
  count,
  children,
}: {
  icon: LucideIcon
  count?: number | undefined
  children: ReactNode
}) {
  return (
    <>
      <Icon aria-hidden className="hidden size-4 sm:block" />
      {children}
      {count !== undefined && (
        <span className="tabular rounded-full bg-hover px-1.5 text-xs text-muted">{exactCount(count)}</span>
      )}
    </>
  )
}

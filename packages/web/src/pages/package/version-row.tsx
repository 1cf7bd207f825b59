import { Link } from '@tanstack/react-router'
import { ArchiveX, FileLock2, FlaskConical, Scale, Sparkles, TriangleAlert, Undo2 } from 'lucide-react'
import { Badge } from '../../design/badge.tsx'
import { Time } from '../../design/text.tsx'
import { Prose } from '../../parts/prose.tsx'
import { isPrerelease, type VersionView } from './package-data.ts'
import { grown } from './permission-words.ts'
import { sizeOf } from './sidebar.tsx'

/** One version: what it is, what changed for whoever has the one before, and what its publisher says is new. */
export function VersionRow({
  name,
  version,
  before,
  isNewest,
}: {
  name: string
  version: VersionView
  before: VersionView | undefined
  isNewest: boolean
}) {
  const link = 'link inline-flex min-h-6 items-center'
  return (
    <article aria-label={version.version} className="card flex min-w-0 flex-col gap-2 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h2 className="text-lg font-semibold">
          <Link
            to="/packages/$name"
            params={{ name }}
            search={{ version: version.version }}
            className="hover:text-accent-ink hover:underline"
          >
            {version.version}
          </Link>
        </h2>
        <Badges version={version} before={before} isNewest={isNewest} />
        <span className="text-sm text-muted sm:ml-auto">
          <Time at={version.publishedAt} />
          {version.artifacts.length > 0 && ` · ${sizeOf(version)}`}
        </span>
      </div>
      {version.unpublished ? (
        <p className="text-sm text-muted">Taken back: “{version.unpublished.reason}”</p>
      ) : (
        version.yanked && <p className="text-sm text-muted">Yanked: “{version.yanked.reason}”</p>
      )}
      <Growth version={version} before={before} />
      <Notes version={version} />
      {!version.unpublished && (
        <p className="flex flex-wrap gap-x-5 text-sm">
          {before && (
            <Link
              to="/packages/$name/compare"
              params={{ name }}
              search={{ from: before.version, to: version.version }}
              className={link}
            >
              Compare with {before.version}
            </Link>
          )}
          <Link
            to="/packages/$name/security"
            params={{ name }}
            search={{ version: version.version }}
            className={link}
          >
            Files and signatures
          </Link>
        </p>
      )}
    </article>
  )
}

function Badges({
  version,
  before,
  isNewest,
}: {
  version: VersionView
  before: VersionView | undefined
  isNewest: boolean
}) {
  const licence = before && before.license !== version.license
  return (
    <>
      {isNewest && (
        <Badge tone="accent" icon={Sparkles}>
          Newest
        </Badge>
      )}
      {version.unpublished ? (
        <Badge tone="bad" icon={ArchiveX}>
          Taken back
        </Badge>
      ) : (
        version.yanked && (
          <Badge tone="warn" icon={Undo2}>
            Yanked
          </Badge>
        )
      )}
      {version.breaking && (
        <Badge tone="warn" icon={TriangleAlert}>
          Breaking
        </Badge>
      )}
      {isPrerelease(version.version) && <Badge icon={FlaskConical}>Pre-release</Badge>}
      {licence && (
        <Badge tone="warn" icon={Scale}>
          {before.license ?? 'No licence'} → {version.license ?? 'no licence'}
        </Badge>
      )}
    </>
  )
}

function Growth({ version, before }: { version: VersionView; before: VersionView | undefined }) {
  const more = before ? grown(before.permissions, version.permissions) : []
  if (more.length === 0) return null
  return (
    <p className="flex items-start gap-2 text-sm">
      <FileLock2 aria-hidden className="mt-0.5 size-4 shrink-0 text-warn-ink" />
      <span className="min-w-0">
        <span className="font-medium text-warn-ink">Asks for more:</span>{' '}
        {more.map(({ permission, says }) => `${permission} (${says})`).join('; ')}
      </span>
    </p>
  )
}

function Notes({ version: { releaseNotes, releaseNotesHtml } }: { version: VersionView }) {
  if (releaseNotesHtml === undefined && !releaseNotes) return null
  return (
    <details className="min-w-0 text-sm">
      <summary className="w-fit py-1 font-medium hover:text-accent-ink">What is new</summary>
      <div className="pt-2 pb-1 text-base">
        {releaseNotesHtml === undefined ? (
          <p className="whitespace-pre-line">{releaseNotes}</p>
        ) : (
          <Prose html={releaseNotesHtml} />
        )}
      </div>
    </details>
  )
}

import { Badge } from '../../design/badge.tsx'
import { Panel } from '../../design/layout.tsx'
import { Time } from '../../design/text.tsx'
import { Prose } from '../../parts/prose.tsx'
import type { VersionView } from './package-data.ts'

/** Versions newer than the older of the two, up to the newer one, that say what is new; `versions` are newest first. */
export function notesBetween(
  versions: readonly VersionView[],
  from: VersionView,
  to: VersionView,
): readonly VersionView[] {
  const places = [versions.indexOf(from), versions.indexOf(to)].toSorted((a, b) => a - b)
  return versions
    .slice(places[0], places[1])
    .filter(({ releaseNotes, releaseNotesHtml, breaking }) => releaseNotes ?? releaseNotesHtml ?? breaking)
}

/** What publishers say is new between two versions. */
export function CompareNotes(of: { versions: readonly VersionView[]; from: VersionView; to: VersionView }) {
  const noted = notesBetween(of.versions, of.from, of.to)
  if (noted.length === 0) return null
  const isBack = of.versions.indexOf(of.from) < of.versions.indexOf(of.to)
  return (
    <Panel title={isBack ? 'What is given up' : 'What is new'} flush>
      <ul>
        {noted.map(({ version, publishedAt, breaking, releaseNotes, releaseNotesHtml }) => (
          <li key={version} className="border-b border-line px-5 py-4 last:border-0">
            <h3 className="mb-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-semibold">{version}</span>
              {breaking && <Badge tone="warn">Breaking</Badge>}
              <span className="text-sm text-muted">
                <Time at={publishedAt} />
              </span>
            </h3>
            {releaseNotesHtml === undefined ? (
              releaseNotes && <p className="whitespace-pre-line">{releaseNotes}</p>
            ) : (
              <Prose html={releaseNotesHtml} />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

import { Link } from '@tanstack/react-router'
import { BookText, Code } from 'lucide-react'
import type { ReactNode } from 'react'
import { bytes, countOf, exactCount } from '../../design/format.ts'
import { Facts, Panel, Sparkline } from '../../design/layout.tsx'
import { Count, Time } from '../../design/text.tsx'
import { useCategoryTitle } from '../../ecosystem.ts'
import { isHttp, type Shown, type VersionView } from './package-data.ts'
import { RatingPanel } from './rating-panel.tsx'

/** Facts, ways on, and what others think. */
export function Sidebar({ shown }: { shown: Shown }) {
  const { page } = shown
  return (
    <>
      {!page.card.listedOnly && <Downloads shown={shown} />}
      <About shown={shown} />
      {!page.card.listedOnly && <RatingPanel name={shown.name} known={page.rating} />}
    </>
  )
}

function Downloads({ shown: { page } }: { shown: Shown }) {
  const { total, week, daily } = page.downloads
  const quarter = daily.reduce((sum, { downloads }) => sum + downloads, 0)
  return (
    <Panel title="Downloads">
      <dl className="mb-3 flex gap-8">
        <Figure name="All time" of={total} />
        <Figure name="Last 7 days" of={week} />
      </dl>
      {quarter > 0 ? (
        <>
          <Sparkline
            values={daily.map(({ downloads }) => downloads)}
            says={`${countOf(quarter, 'download')} in the last ${daily.length} days, ${exactCount(Math.max(...daily.map(({ downloads }) => downloads)))} on the busiest`}
          />
          <p className="mt-1 flex justify-between text-xs text-muted">
            <span>{daily.length} days ago</span>
            <span>today</span>
          </p>
        </>
      ) : (
        <p className="text-sm text-muted">None in the last 90 days.</p>
      )}
    </Panel>
  )
}

function Figure({ name, of }: { name: string; of: number }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="text-xl font-semibold">
        <Count of={of} />
      </dd>
    </div>
  )
}

function About({ shown: { page, version } }: { shown: Shown }) {
  const { card, listing } = page
  const category = useCategoryTitle(card.category)
  const tags = listing?.tags ?? card.tags
  return (
    <Panel title="About">
      <Facts
        facts={[
          version !== undefined && ['Version', version.version],
          version !== undefined && ['Published', <Time key="at" at={version.publishedAt} />],
          ['First seen', <Time key="at" at={card.publishedAt} />],
          ['Licence', version?.license ?? card.license ?? 'Not said'],
          version !== undefined && version.artifacts.length > 0 && ['Size', sizeOf(version)],
          version !== undefined && ['Runs on', platformsOf(version, card.platforms)],
          [
            'Publisher',
            <Link key="p" to="/publishers/$publisher" params={{ publisher: card.publisher }} className="link">
              {card.publisher}
            </Link>,
          ],
          [
            'Category',
            <Link key="c" to="/categories/$" params={{ _splat: card.category }} className="link">
              {category}
            </Link>,
          ],
        ]}
      />
      <ul className="mt-4 flex flex-col gap-1 text-sm empty:hidden">
        {isHttp(card.repository) && (
          <Way href={card.repository} icon={Code}>
            Repository
          </Way>
        )}
        {isHttp(listing?.documentation) && (
          <Way href={listing.documentation} icon={BookText}>
            Documentation
          </Way>
        )}
      </ul>
      {tags.length > 0 && (
        <ul aria-label="Tags" className="mt-4 flex flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li key={tag} className="min-w-0">
              <Link
                to="/search"
                search={{ tag: [tag] }}
                className="block max-w-full truncate rounded-full bg-hover px-2.5 py-1 text-xs font-medium hover:bg-accent-soft hover:text-accent-ink"
              >
                {tag}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** A way to another site; it says which. */
function Way({ href, icon: Icon, children }: { href: string; icon: typeof Code; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-center gap-2">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 truncate">
        <a href={href} rel="nofollow ugc noopener" className="link py-1">
          {children}
        </a>{' '}
        <span className="text-muted">{new URL(href).host}</span>
      </span>
    </li>
  )
}

export function sizeOf({ artifacts }: VersionView): string {
  const sizes = artifacts.map(({ size }) => size)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  return least === most ? bytes(least) : `${bytes(least)} to ${bytes(most)}`
}

/** What a version runs on: its artifacts, then what its manifest names. */
export function platformsOf({ artifacts, platforms }: VersionView, known: readonly string[]): string {
  const own = artifacts.map(({ platform }) => platform).filter((platform) => platform !== 'any')
  const names = own.length > 0 ? own : Object.keys(platforms).length > 0 ? Object.keys(platforms) : known
  return names.length === 0 ? 'Any platform' : names.join(', ')
}

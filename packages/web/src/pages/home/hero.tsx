import { exactCount, shortCount } from '../../design/format.ts'
import { LinkButton } from '../../design/button.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { useMe } from '../../session.ts'
import { SearchField } from '../../shell/search-field.tsx'

interface Totals {
  packages: number
  publishers: number
  downloads: number
}

/** What this place is, how much of it there is, and the way into it. */
export function Hero({ totals, failed }: { totals: Totals | undefined; failed: boolean }) {
  const { name, tagline, words } = useEcosystem()
  return (
    <section className="relative -mx-4 flex flex-col items-center gap-6 bg-[radial-gradient(closest-side,var(--accent-soft),transparent)] px-4 pt-8 pb-4 text-center sm:pt-14">
      <div className="flex flex-col gap-3">
        <h1 className="text-3xl font-semibold">{name}</h1>
        {tagline !== '' && <p className="mx-auto max-w-prose text-lg text-balance text-muted">{tagline}</p>}
      </div>
      <div className="flex w-full max-w-2xl">
        <SearchField large />
      </div>
      <Ways packages={words.packages} />
      {!failed && <TotalsLine totals={totals} />}
    </section>
  )
}

function Ways({ packages }: { packages: string }) {
  const me = useMe()
  return (
    <div className="flex flex-wrap justify-center gap-2">
      <LinkButton to="/search">Browse all {packages}</LinkButton>
      {/* Who is signed in is known a moment later; the button has its place until then. */}
      {me ? (
        <LinkButton to="/dashboard" variant="quiet">
          Your {packages}
        </LinkButton>
      ) : (
        <LinkButton to="/dashboard/submit" variant="quiet" className={me === undefined ? 'invisible' : ''}>
          Publish yours
        </LinkButton>
      )}
    </div>
  )
}

function TotalsLine({ totals }: { totals: Totals | undefined }) {
  const { words } = useEcosystem()
  if (totals?.packages === 0) return null
  const facts = totals && [
    [totals.packages, totals.packages === 1 ? words.package : words.packages],
    [totals.publishers, totals.publishers === 1 ? 'publisher' : 'publishers'],
    [totals.downloads, totals.downloads === 1 ? 'download' : 'downloads'],
  ]
  return (
    <dl className="flex min-h-12 flex-wrap justify-center gap-x-8 gap-y-1 text-sm text-muted">
      {(facts as [number, string][] | undefined)?.map(([count, word]) => (
        <div key={word} className="flex flex-col-reverse items-center">
          <dt>{word}</dt>
          <dd title={exactCount(count)} className="tabular text-lg font-semibold text-ink">
            {count < 100_000 ? exactCount(count) : shortCount(count)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

import { Link } from '@tanstack/react-router'
import { ArchiveX, CircleAlert, ExternalLink, PackageX, TriangleAlert, UserRoundCog } from 'lucide-react'
import { Banner } from '../../design/badge.tsx'
import { AnchorButton } from '../../design/button.tsx'
import { exactTime } from '../../design/format.ts'
import { Time } from '../../design/text.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { isHttp, isOffered, type Shown } from './package-data.ts'

/** What somebody must know before they install; nothing where there is nothing to say. */
export function PackageNotices({ shown }: { shown: Shown }) {
  const { page, versions, version, isChosen, missing, name } = shown
  const { words } = useEcosystem()
  const newestLink = (
    <Link to="." search={{}} className="link">
      {page.newest}
    </Link>
  )
  return (
    <div className="flex flex-col gap-3 empty:hidden">
      {missing !== undefined && (
        <Banner tone="warn" icon={CircleAlert} title={`There is no version “${missing.slice(0, 60)}”`}>
          {version ? <p>This page is about {version.version} instead.</p> : null}
        </Banner>
      )}
      {isChosen && version?.version !== page.newest && page.newest !== null && (
        <Banner icon={CircleAlert} title={`You are looking at version ${version?.version ?? ''}`}>
          <p>The newest one is {newestLink}.</p>
        </Banner>
      )}
      {page.card.listedOnly && <ListedOnly shown={shown} />}
      {versions.length > 0 && !versions.some(isOffered) ? (
        <Banner tone="bad" icon={PackageX} title="Every version was taken back">
          <p>
            Nothing of {name} can be installed any more. What was installed before goes on working; look for
            another {words.package}.
          </p>
        </Banner>
      ) : (
        <VersionState shown={shown} />
      )}
      {page.ownershipChangedAt !== null && (
        <Banner tone="warn" icon={UserRoundCog} title="The publisher changed hands">
          <p>
            <Time at={page.ownershipChangedAt} /> ({exactTime(page.ownershipChangedAt)}). Whoever publishes
            now is not who published before: look at the permissions and at what changed before you update.
          </p>
        </Banner>
      )}
    </div>
  )
}

function VersionState({ shown: { version, versions } }: { shown: Shown }) {
  if (version?.unpublished)
    return (
      <Banner tone="bad" icon={ArchiveX} title={`Version ${version.version} was taken back`}>
        <p>“{version.unpublished.reason}” Its files are gone; it cannot be installed.</p>
      </Banner>
    )
  if (version?.yanked) {
    const all = versions.every(({ yanked, unpublished }) => yanked ?? unpublished)
    return (
      <Banner tone="warn" icon={TriangleAlert} title={`Version ${version.version} was yanked`}>
        <p>
          “{version.yanked.reason}” It stays for those who have it, and nobody gets it anew.
          {all && ' So were all others: there is none to install at the moment.'}
        </p>
      </Banner>
    )
  }
  if (version?.breaking)
    return (
      <Banner icon={TriangleAlert} title={`Version ${version.version} breaks what worked before`}>
        <p>Its publisher says so. Read what is new under “Versions” before you update.</p>
      </Banner>
    )
  return null
}

function ListedOnly({ shown: { page } }: { shown: Shown }) {
  const { words } = useEcosystem()
  const repository = page.source?.repository ?? page.card.repository
  return (
    <Banner
      tone="warn"
      icon={PackageX}
      title={`This ${words.package} is listed here, and not published here`}
      action={
        isHttp(repository) && (
          <AnchorButton href={repository} rel="nofollow ugc noopener" size="small">
            <ExternalLink aria-hidden className="size-4" />
            Go to its repository
          </AnchorButton>
        )
      }
    >
      <p>
        {page.source ? (
          <>
            It stands in the catalogue “{page.source.catalogue}”
            {page.source.version !== null && `, in version ${page.source.version}`}.{' '}
          </>
        ) : null}
        It cannot be installed from this registry, and nothing of it was checked here. Follow what its
        repository says.
      </p>
    </Banner>
  )
}

import { Link } from '@tanstack/react-router'
import { CircleMinus, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { countOf, exactTime } from '../../design/format.ts'
import { Panel } from '../../design/layout.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { fingerprintOf } from './commands.ts'
import type { Shown, VersionView } from './package-data.ts'
import { tellPermissions } from './permission-words.ts'

type State = 'good' | 'warn' | 'none'
const looks = {
  good: { icon: ShieldCheck, colour: 'text-good-ink', word: 'Verified' },
  warn: { icon: TriangleAlert, colour: 'text-warn-ink', word: 'Take care' },
  none: { icon: CircleMinus, colour: 'text-muted', word: 'Not verified' },
} as const

interface Of {
  readonly shown: Shown
  readonly version: VersionView
}

/** What the registry verified of a version, and what it knows of whoever made it. */
export function CheckedFacts({ shown, version }: Of) {
  return (
    <Panel flush title={`What was verified of ${shown.name} ${version.version}`}>
      <ul>
        <Signature shown={shown} version={version} />
        <Registry version={version} />
        <Publisher shown={shown} />
        <Owner shown={shown} />
        <Review />
        <Permissions shown={shown} version={version} />
      </ul>
    </Panel>
  )
}

function Fact({ state, title, children }: { state: State; title: ReactNode; children: ReactNode }) {
  const { icon: Icon, colour, word } = looks[state]
  return (
    <li className="flex items-start gap-3 border-b border-line px-5 py-4 last:border-0">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${colour}`} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <span className="sr-only">{word}: </span>
          {title}
        </p>
        <div className="text-sm text-muted">{children}</div>
      </div>
    </li>
  )
}

/** A fingerprint, in groups that can be compared by eye. */
export function Fingerprint({ of }: { of: string }) {
  return <code className="font-mono text-xs [overflow-wrap:anywhere] text-ink">{of}</code>
}

function Signature({ shown: { page }, version }: Of) {
  const used = [...new Set(version.artifacts.map(({ signature }) => signature.keyId))]
  const keys = used.map((keyId) => ({ keyId, key: page.keys.find((key) => key.keyId === keyId) }))
  const revoked = keys.filter(({ key }) => key?.revoked)
  if (used.length === 0)
    return (
      <Fact state="none" title="No file, no signature">
        The files of this version were taken back.
      </Fact>
    )
  return (
    <Fact
      state={revoked.length > 0 || keys.some(({ key }) => !key) ? 'warn' : 'good'}
      title={
        revoked.length > 0
          ? 'Signed with a key that was revoked since'
          : 'Signed by its publisher, on the publisher’s own machine'
      }
    >
      <p>
        Ed25519 over all bytes of {countOf(version.artifacts.length, 'file')}. The registry checked it before
        it published, never has the private key, and cannot sign in the publisher’s place.
      </p>
      {keys.map(({ keyId, key }) => (
        <p key={keyId}>
          Key <Fingerprint of={keyId} />
          {!key && ', which this page does not know'}
          {key?.revoked && `, revoked on ${exactTime(key.revoked.at)}: “${key.revoked.reason}”`}
        </p>
      ))}
    </Fact>
  )
}

function Registry({ version }: { version: VersionView }) {
  const { registry, name } = useEcosystem()
  return (
    <Fact state="good" title={`Vouched for by ${name} (TUF)`}>
      <p>
        The registry’s signed metadata names the SHA-256 of the document that holds this version and the
        SHA-256 and SHA-512 of {countOf(version.artifacts.length, 'file')}. Clients check all of it from the
        root they have pinned, whoever serves the bytes.
      </p>
      <p>
        Root <Fingerprint of={fingerprintOf(registry.fingerprint)} />
      </p>
    </Fact>
  )
}

function Publisher({ shown: { page } }: { shown: Shown }) {
  const { publisher, publisherDomain, verified } = page.card
  return verified ? (
    <Fact state="good" title={`${publisher} proved to be ${publisherDomain ?? 'the owner of its domain'}`}>
      By a DNS record or a file on its web server, which only whoever runs that domain can set. It says who,
      and not how good.
    </Fact>
  ) : (
    <Fact state="none" title={`Nobody knows who ${publisher} is`}>
      The publisher has proved no domain: the name alone says nothing.
    </Fact>
  )
}

function Owner({ shown: { page } }: { shown: Shown }) {
  return page.ownershipChangedAt === null ? (
    <Fact state="good" title="In the same hands from the beginning">
      The publisher has never been handed on in this registry.
    </Fact>
  ) : (
    <Fact state="warn" title="The publisher changed hands">
      On {exactTime(page.ownershipChangedAt)}. Clients warn before they update over that.
    </Fact>
  )
}

function Review() {
  const { review } = useEcosystem()
  return review === 'required' ? (
    <Fact state="good" title="Versions are reviewed before they are published">
      Automatic checks read the package, and nothing is published before the registry’s review rules let it.
      Versions from before that rule may not have been reviewed; this page does not tell them apart.
    </Fact>
  ) : (
    <Fact state="none" title="Nobody reviewed it">
      This registry publishes what its publishers sign, without a look at the code.
    </Fact>
  )
}

function Permissions({ shown: { name }, version }: Of) {
  const told = tellPermissions(version.permissions)
  const high = told.filter(({ grave }) => grave === 'high').length
  return (
    <Fact
      state={high > 0 ? 'warn' : 'good'}
      title={
        told.length === 0
          ? 'Asks for no permission'
          : `Asks for ${countOf(told.length, 'permission')}${high > 0 ? `, ${high} of high risk` : ''}`
      }
    >
      <Link to="/packages/$name/permissions" params={{ name }} search={true} className="link">
        See what they mean
      </Link>
    </Fact>
  )
}

/** What nobody should take from this page. */
export function NotChecked({ shown: { name }, version }: Of) {
  const { words } = useEcosystem()
  const needs = Object.keys(version.dependencies).length
  return (
    <Panel title="What this does not say">
      <ul className="flex list-disc flex-col gap-1.5 pl-5 text-muted marker:text-line-strong">
        <li>
          That the code does no harm: signatures say who made it and that nobody changed it, not what it does.
        </li>
        <li>
          That it stays within its permissions: only the application that runs the {words.package} can see to
          that.
        </li>
        <li>
          {needs > 0
            ? `Anything of the ${countOf(needs, 'package')} that it needs: each has a page, and a client checks each.`
            : 'Anything of what its code downloads by itself once it runs.'}
        </li>
        <li>
          That no weakness of it is known. A client looks for open advisories when you install with{' '}
          <code className="font-mono text-sm text-ink">waybill install {name} --audit</code>.
        </li>
        <li>That this page is genuine: a browser cannot pin a registry. The commands below can.</li>
      </ul>
    </Panel>
  )
}

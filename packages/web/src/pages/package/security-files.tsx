import { Badge } from '../../design/badge.tsx'
import { CodeBlock, CopyButton } from '../../design/copy.tsx'
import { bytes, exactTime } from '../../design/format.ts'
import { Panel } from '../../design/layout.tsx'
import { Time } from '../../design/text.tsx'
import type { PackageView, VersionView } from './package-data.ts'

type Keys = PackageView['keys']

/** Each file of a version with all that it can be compared with. */
export function Files({ version, keys }: { version: VersionView; keys: Keys }) {
  if (version.artifacts.length === 0) return null
  return (
    <Panel flush title="Files">
      <ul>
        {version.artifacts.map((file) => (
          <li
            key={file.path}
            className="flex min-w-0 flex-col gap-2 border-b border-line px-5 py-4 last:border-0"
          >
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-mono text-sm font-medium [overflow-wrap:anywhere]">
                {file.path.slice(file.path.lastIndexOf('/') + 1)}
              </span>
              <Badge>{file.platform === 'any' ? 'Any platform' : file.platform}</Badge>
              {file.access === 'entitled' && <Badge tone="accent">For buyers</Badge>}
              <span className="text-sm text-muted">{bytes(file.size)}</span>
            </p>
            <dl className="flex flex-col gap-1">
              <Digest name="SHA-256" value={file.sha256} />
              <Digest name="SHA-512" value={file.sha512} />
              <Digest name={`Signature (${file.signature.algorithm})`} value={file.signature.value} />
              <Digest name="Key" value={file.signature.keyId} />
            </dl>
            {!keys.some(({ keyId }) => keyId === file.signature.keyId) && (
              <p className="text-sm text-bad-ink">This page does not know the key: do not trust the file.</p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Digest({ name, value }: { name: string; value: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 sm:grid-cols-[9.5rem_minmax(0,1fr)_auto]">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="col-start-1 row-start-2 font-mono text-xs [overflow-wrap:anywhere] sm:col-start-2 sm:row-start-1">
        {value}
      </dd>
      <dd className="row-span-2 sm:row-span-1">
        <CopyButton text={value} what={name} />
      </dd>
    </div>
  )
}

/** The publisher’s keys, so that they can be kept and compared. */
export function Keys({ keys }: { keys: Keys }) {
  if (keys.length === 0) return null
  return (
    <Panel
      flush
      title="Keys of the publisher"
      says="A key’s fingerprint is the SHA-256 of its public half (DER)."
    >
      <ul>
        {keys.map(({ keyId, pem, publisher, validFrom, revoked }) => (
          <li
            key={keyId}
            className="flex min-w-0 flex-col gap-2 border-b border-line px-5 py-4 last:border-0"
          >
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
              <span>{publisher}</span>
              <span>
                since <Time at={validFrom} />
              </span>
              {revoked && <Badge tone="bad">Revoked</Badge>}
            </p>
            <p className="flex items-center gap-2">
              <code className="min-w-0 flex-1 font-mono text-xs [overflow-wrap:anywhere]">{keyId}</code>
              <CopyButton text={keyId} what="the fingerprint" />
            </p>
            {revoked && (
              <p className="text-sm text-bad-ink">
                Revoked on {exactTime(revoked.at)}: “{revoked.reason}”
              </p>
            )}
            <details className="text-sm">
              <summary className="w-fit py-1 text-muted hover:text-ink">Public key (PEM)</summary>
              <div className="pt-1">
                <CodeBlock text={pem.trim()} what="the public key" />
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

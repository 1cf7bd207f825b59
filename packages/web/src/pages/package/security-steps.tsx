import { useState, type ReactNode } from 'react'
import { CodeBlock, CopyLine } from '../../design/copy.tsx'
import { Select } from '../../design/field.tsx'
import { Panel } from '../../design/layout.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { checksumCheck, checksumListCheck, keyCheck, signatureCheck, wholeCheck } from './commands.ts'
import { isOffered, type Shown, type VersionView } from './package-data.ts'
import { Fingerprint } from './security-facts.tsx'

/** Commands that come to the same answer without trusting this page, or the registry. */
export function CheckYourself({ shown, version }: { shown: Shown; version: VersionView }) {
  const { registry } = useEcosystem()
  if (!isOffered(version)) return null
  const asked = { name: shown.name, version: version.version }
  return (
    <Panel title="Check it yourself">
      <ol className="flex flex-col gap-6">
        <Step title="Everything, from the pinned root down">
          <p>
            Pins the registry, checks metadata, checksums and signature as it installs, and once more what
            lies on your disk. Get the fingerprint from the registry’s operator by another way, and compare.
          </p>
          <CodeBlock text={wholeCheck(asked, registry)} what="the commands" />
        </Step>
        <ByHand shown={shown} version={version} />
      </ol>
    </Panel>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium">{title}</h3>
      {children}
    </li>
  )
}

function ByHand({ shown: { name, page }, version }: { shown: Shown; version: VersionView }) {
  const { registry } = useEcosystem()
  const [place, setPlace] = useState('0')
  const file = version.artifacts[Number(place)] ?? version.artifacts[0]
  const key = page.keys.find(({ keyId }) => keyId === file?.signature.keyId)
  if (!file) return null
  if (file.access === 'entitled')
    return (
      <Step title="The file by hand">
        <p>Only who bought it can download the file. Where you have it: its SHA-256 must be the one below.</p>
        <CopyLine prompt text={checksumCheck(file)} what="the command" />
      </Step>
    )
  return (
    <>
      {version.artifacts.length > 1 && (
        <li className="max-w-60">
          <Select
            label="File to check"
            value={place}
            onChange={(event) => setPlace(event.target.value)}
            options={version.artifacts.map(({ platform }, at) => ({ value: String(at), label: platform }))}
          />
        </li>
      )}
      {key && (
        <Step title="The publisher’s signature, with openssl alone">
          <CodeBlock text={signatureCheck(file, { url: registry.url, pem: key.pem })} what="the commands" />
          <p>
            It says “Signature Verified Successfully”. That the key is the publisher’s: this prints{' '}
            <Fingerprint of={key.keyId} />, which the publisher can confirm.
          </p>
          <CopyLine prompt text={keyCheck} what="the command" />
        </Step>
      )}
      <Step title="The checksum, with sha256sum alone">
        <p>Compared with the SHA-256 of this page:</p>
        <CopyLine prompt text={checksumCheck(file)} what="the command" />
        <p>Or with the registry’s list of all versions:</p>
        <CopyLine prompt text={checksumListCheck({ name, url: registry.url })} what="the command" />
      </Step>
    </>
  )
}

import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { Answer } from '../../api/client.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { CodeBlock, CopyButton } from '../../design/copy.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { date } from '../../design/format.ts'
import { Panel } from '../../design/layout.tsx'
import { Time } from '../../design/text.tsx'
import { useEcosystem } from '../../ecosystem.ts'

type Key = Answer<'/api/v1/publishers/{publisher}/profile'>['keys'][number]

/** What the publisher signs with, and how to check a signature without trusting anything here. */
export function PublisherKeys({ keys, publisher }: { keys: readonly Key[]; publisher: string }) {
  const [open, setOpen] = useState(false)
  const sorted = [...keys].sort(
    (one, other) =>
      Number(one.revoked !== null) - Number(other.revoked !== null) ||
      other.validFrom.localeCompare(one.validFrom),
  )
  return (
    <Panel title="Signing keys">
      {keys.length === 0 ? (
        <p className="text-sm text-muted">{publisher} has registered no key, so it cannot publish yet.</p>
      ) : (
        <>
          <ul className="flex flex-col divide-y divide-line">
            {sorted.map((key) => (
              <KeyItem key={key.keyId} item={key} />
            ))}
          </ul>
          <Button size="small" className="mt-3" onClick={() => setOpen(true)}>
            Check a signature yourself
          </Button>
          <Dialog open={open} onClose={() => setOpen(false)} title="Check a signature yourself" wide>
            <HowToCheck keyId={sorted[0]?.keyId ?? ''} />
          </Dialog>
        </>
      )}
    </Panel>
  )
}

function KeyItem({ item: { keyId, validFrom, revoked } }: { item: Key }) {
  return (
    <li className="flex flex-col gap-1.5 py-3 first:pt-0">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <KeyRound aria-hidden className="size-4 text-muted" />
        {revoked === null ? <Badge tone="good">In use</Badge> : <Badge tone="bad">Revoked</Badge>}
        <span className="text-muted">
          since <Time at={validFrom} />
        </span>
      </div>
      <div className="flex items-start gap-1">
        <code className="min-w-0 flex-1 font-mono text-xs leading-5 break-all">
          <span className="sr-only">Fingerprint </span>
          {keyId.match(/.{1,8}/g)?.map((part, place) => (
            <span key={place} className="mr-1.5 inline-block">
              {part}
            </span>
          ))}
        </code>
        <CopyButton text={keyId} what="the fingerprint" />
      </div>
      {revoked !== null && (
        <p className="text-sm text-bad-ink">
          Revoked on {date(revoked.at)}
          {revoked.reason === '' ? '.' : `: ${revoked.reason}`}
        </p>
      )}
    </li>
  )
}

function HowToCheck({ keyId }: { keyId: string }) {
  const { words, registry } = useEcosystem()
  const base = registry.url.replace(/\/+$/, '')
  return (
    <div className="flex flex-col gap-5">
      <p className="text-muted">
        Every client checks signatures at each installation. To check one by hand you need OpenSSL 3, and
        nothing from this registry has to be trusted but the fingerprint that you compare.
      </p>
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">1. Get the file, its signature and the key</h3>
        <p className="text-sm text-muted">
          The Security tab of {articled(words.package)} links its files. The signature has the same address
          with “.sig” behind it; NAME is the {words.package}’s name, its “/” written as %2F.
        </p>
        <CodeBlock
          what="the commands"
          text={[
            'curl -O ADDRESS-OF-FILE -O ADDRESS-OF-FILE.sig',
            `curl -s ${base}/api/v1/packages/NAME | jq -r '.keys[] | select(.keyId == "${keyId}") | .pem' > key.pem`,
          ].join('\n')}
        />
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">2. Compare the key’s fingerprint</h3>
        <p className="text-sm text-muted">
          It is the SHA-256 of the public key, and has to be the one shown here, or better one that the
          publisher told you elsewhere.
        </p>
        <CodeBlock what="the command" text="openssl pkey -pubin -in key.pem -outform DER | sha256sum" />
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">3. Check the signature</h3>
        <p className="text-sm text-muted">It says “Signature Verified Successfully” when it fits.</p>
        <CodeBlock
          what="the command"
          text="openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in FILE -sigfile FILE.sig"
        />
      </section>
    </div>
  )
}

const articled = (word: string) => `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`

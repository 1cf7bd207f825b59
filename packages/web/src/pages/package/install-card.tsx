import { ExternalLink, ShoppingCart } from 'lucide-react'
import { useState } from 'react'
import { AnchorButton, LinkButton } from '../../design/button.tsx'
import { CodeBlock, CopyLine } from '../../design/copy.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import {
  buyCommand,
  installCommand,
  pinCommand,
  sdkSnippet,
  tools,
  type Asked,
  type Tool,
} from './commands.ts'
import { isHttp, isOffered, type Shown } from './package-data.ts'

const place = 'waybill.install-with'
const titles: Record<Tool, string> = {
  waybill: 'waybill',
  qirvo: 'qirvo',
  'anya-ext': 'anya-ext',
  sdk: 'SDK',
}

function remembered(): Tool {
  try {
    return tools.find((tool) => tool === localStorage.getItem(place)) ?? 'waybill'
  } catch {
    return 'waybill'
  }
}
function remember(tool: string): void {
  try {
    localStorage.setItem(place, tool)
  } catch {
    // A browser that keeps nothing shows the first one again.
  }
}

/** How to get the package: what to type, or where to pay. */
export function InstallCard({ shown }: { shown: Shown }) {
  const { page, version, isChosen, name } = shown
  const isPaid = page.card.price.kind === 'paid'
  return (
    <section aria-labelledby="install" className="card flex min-w-0 flex-col gap-3 p-5 pt-4">
      <h2 id="install" className="text-lg font-semibold">
        {isPaid ? 'Buy and install' : 'Install'}
      </h2>
      {page.card.price.kind === 'paid' && <Buy name={name} label={page.card.price.label} />}
      {isOffered(version) ? (
        <Commands asked={{ name, version: isChosen ? version.version : undefined }} isPaid={isPaid} />
      ) : (
        <NotHere shown={shown} />
      )}
    </section>
  )
}

function Buy({ name, label }: { name: string; label: string }) {
  return (
    <LinkButton to="/packages/$name/buy" params={{ name }} variant="primary" className="w-full">
      <ShoppingCart aria-hidden className="size-4" />
      Buy for {label}
    </LinkButton>
  )
}

function Commands({ asked, isPaid }: { asked: Asked; isPaid: boolean }) {
  const [first] = useState(remembered)
  const { registry } = useEcosystem()
  return (
    <>
      <Tabs
        label="Install with"
        initial={first}
        onChange={remember}
        tabs={tools.map((tool) => ({
          value: tool,
          title: titles[tool],
          content:
            tool === 'sdk' ? (
              <CodeBlock text={sdkSnippet(asked, registry)} what="the code" />
            ) : (
              <div className="flex flex-col gap-2">
                {isPaid && <CopyLine prompt text={buyCommand(tool, asked.name)} what="the command to buy" />}
                <CopyLine prompt text={installCommand(tool, asked)} what="the command" />
                <details className="text-sm">
                  <summary className="w-fit py-1 text-muted hover:text-ink">
                    First time with this registry?
                  </summary>
                  <p className="pt-1 pb-2 text-muted">
                    Pin it once. From then on everything must lead back to this fingerprint.
                  </p>
                  <CopyLine prompt text={pinCommand(tool, registry)} what="the command to pin the registry" />
                </details>
              </div>
            ),
        }))}
      />
      {asked.version !== undefined && (
        <p className="text-sm text-muted">This installs {asked.version}, and not the newest version.</p>
      )}
    </>
  )
}

function NotHere({ shown: { page, version } }: { shown: Shown }) {
  const repository = page.source?.repository ?? page.card.repository
  if (version)
    return <p className="text-sm text-muted">This version was taken back; it cannot be installed.</p>
  return (
    <>
      <p className="text-sm text-muted">
        It cannot be installed from here. Its repository says how to get it.
      </p>
      {isHttp(repository) && (
        <AnchorButton href={repository} rel="nofollow ugc noopener">
          <ExternalLink aria-hidden className="size-4" />
          Go to its repository
        </AnchorButton>
      )}
    </>
  )
}

import { api } from '@waybill/core/paths'
import { png } from '@waybill/testkit/image'
import { peopleOf } from '@waybill/testkit/people'
import { answer, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import type { Browser } from '@waybill/testkit/browser'
import { openShop, type Shop } from './shop.ts'

type Publisher = TestPublisher & { browser: Browser }

/** A registry in which every page has something to show. */
export interface Scene extends Shop {
  readonly ada: Publisher
  readonly people: Readonly<Record<'nobody' | 'ada' | 'rita' | 'uma' | 'olga', Browser | undefined>>
  /** Submissions by what became of them. */
  readonly submissions: Readonly<Record<'inReview' | 'failed' | 'changes', string>>
}

const at = (route: string, id: string) => route.replace(':id', id)

const readme = `# Tidy Links

Keeps the links of your notes in order: renames follow, dead ones are listed, nothing is sent anywhere.

![The list of dead links](https://example.org/dead-links.png)

## Use

\`\`\`ts
import { tidy } from 'tidy-links'

const report = await tidy('./notes', { follow: true })
console.log(\`\${report.mended} links mended\`)
\`\`\`

## Options

| Option | What it does | Default |
| --- | --- | --- |
| \`follow\` | Follows files that were renamed | \`true\` |
| \`report\` | Where the list of dead links goes | \`links.md\` |

- [x] Works offline
- [ ] Reads your mind

> Nothing is changed before you have seen it.

## Licence

MIT
`

export async function openScene(): Promise<Scene> {
  const shop = await openShop()
  const { registry } = shop
  const people = peopleOf(registry)
  const ada = await people.publisher('ada')
  const rita = await people.operator('rita@example.org', 'reviewer')
  const olga = await people.operator('olga@example.org', 'admin')
  const uma = await people.account('uma@example.org')
  const { checklist } = (await rita.call('GET', api.reviewQueue)).body as { checklist: string[] }

  async function until(id: string, ...wanted: string[]): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      const { body } = await ada.request('GET', at(api.submission, id))
      if (wanted.includes(body.status as string)) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`${id} never became ${wanted.join(' or ')}`)
  }
  async function submit(
    artifact: Buffer,
    metadata: { name: string; version: string } & Record<string, unknown>,
  ) {
    const { body } = await ada.upload(artifact)
    const { releaseNotes, ...rest } = metadata
    const asked = { packageId: body.packageId as string, metadata: rest, releaseNotes }
    const submitted = await ada.request('POST', api.submit, asked)
    if (submitted.status !== 201) throw new Error(JSON.stringify(submitted.body))
    return submitted.body.submissionId as string
  }
  async function publish(
    artifact: Buffer,
    metadata: { name: string; version: string } & Record<string, unknown>,
  ) {
    const id = await submit(artifact, metadata)
    await until(id, 'in_review', 'published')
    await rita.call('POST', at(api.reviewClaim, id))
    const decided = await rita.call('POST', at(api.reviewDecision, id), { decision: 'approve', checklist })
    if (decided.status !== 200) throw new Error(JSON.stringify(decided.body))
    await until(id, 'published')
  }
  const files = { LICENSE: 'MIT', 'README.md': readme, 'CHANGELOG.md': '# Changes\n' }
  const plugin = (name: string, version: string, extra = '', more: Record<string, string> = {}) =>
    packPlugin(name, version, `license = "MIT"\nmain = "index.js"\n${extra}`, { ...files, ...more })

  const form = new FormData()
  form.set('image', new Blob([new Uint8Array(png(1280, 720))]), 'shot.png')
  const headers = { authorization: `Bearer ${ada.token}` }
  const shot = await answer(
    await fetch(registry.url + api.screenshots, { method: 'POST', headers, body: form }),
  )
  const tidy = { name: 'tidy-links', tags: ['links', 'notes', 'offline'] }
  const repository = 'keywords = ["links", "notes"]\nrepository = "https://github.com/ada/tidy-links"\n'
  await publish(await plugin('link-graph', '1.4.0', 'keywords = ["links"]\n'), {
    name: 'link-graph',
    version: '1.4.0',
  })
  await publish(await plugin('tidy-links', '1.0.0', repository), {
    ...tidy,
    version: '1.0.0',
    releaseNotes: 'The first one.',
    ...(shot.status === 201 ? { screenshots: [shot.body.id ?? shot.body.screenshotId] } : {}),
  })
  await publish(
    await plugin(
      'tidy-links',
      '1.1.0',
      `${repository}\n[dependencies]\nlink-graph = "^1.0.0"\n\n[permissions]\nnetwork = ["https://api.example.org"]\nfilesystem = ["./notes"]\n`,
      { 'index.js': 'export const tidy = (folder) => ({ folder, mended: 2 })\n' },
    ),
    {
      ...tidy,
      version: '1.1.0',
      releaseNotes: '## Better\n\n- Follows renamed files\n- **Asks** before it changes',
    },
  )
  await publish(await plugin('pro-charts', '2.0.0'), { name: 'pro-charts', version: '2.0.0' })
  const priced = await ada.browser.call('PUT', api.pricing.replace(':name', 'pro-charts'), {
    type: 'paid',
    price: 1900,
    currency: 'eur',
  })
  if (priced.status !== 200) throw new Error(JSON.stringify(priced.body))
  await uma.call('PUT', api.rating.replace(':name', 'tidy-links'), { stars: 5 })
  await rita.call('PUT', api.rating.replace(':name', 'tidy-links'), { stars: 4 })
  await olga.call('PUT', api.featured, { packages: ['tidy-links', 'link-graph'] })

  const failed = await submit(await packPlugin('no-licence', '0.1.0'), {
    name: 'no-licence',
    version: '0.1.0',
  })
  await until(failed, 'checks_failed', 'changes_requested', 'in_review')
  const inReview = await submit(
    await plugin('tidy-links', '1.2.0', `${repository}\n[permissions]\nshell = true\n`, {
      'index.js': 'export const tidy = (folder) => {\n  return { folder, mended: 3 }\n}\n',
    }),
    { ...tidy, version: '1.2.0' },
  )
  await until(inReview, 'in_review')
  await rita.call('POST', at(api.reviewClaim, inReview))
  await rita.call('POST', at(api.reviewComments, inReview), {
    file: 'index.js',
    line: 2,
    text: 'Why does it need a shell for this?',
  })
  const changes = await submit(await plugin('word-count', '0.3.0'), { name: 'word-count', version: '0.3.0' })
  await until(changes, 'in_review')
  await rita.call('POST', at(api.reviewClaim, changes))
  await rita.call('POST', at(api.reviewDecision, changes), {
    decision: 'request-changes',
    message: 'Please say in the README what is counted.',
  })
  return {
    ...shop,
    ada,
    people: { nobody: undefined, ada: ada.browser, rita, uma, olga },
    submissions: { inReview, failed, changes },
  }
}

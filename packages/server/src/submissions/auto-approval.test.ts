import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@waybill/core/paths'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry } from '@waybill/testkit/registry'
import { expect, onTestFinished, test } from 'vitest'

const readme = `# Tidy\n${'It tidies what you give it, and says what it did. '.repeat(8)}\n`

test('a small update of a trusted publisher needs no reviewer; a larger one does, and so does the first', async () => {
  const config = join(tmpdir(), `waybill-rule-${randomUUID()}.yaml`)
  await writeFile(
    config,
    'review: required\nreviews: { autoApprove: { minPublished: 1, verifiedPublisher: false, maxChangedFiles: 3 } }\n',
  )
  const registry = await startTestRegistry({ config })
  onTestFinished(() => registry.remove())
  const people = peopleOf(registry)
  const acme = await people.publisher('acme')
  const reviewer = await people.operator('rita@example.org', 'reviewer')
  const { checklist } = (await reviewer.call('GET', api.reviewQueue)).body

  const submit = async (version: string, files: Record<string, string> = {}) => {
    const artifact = await packPlugin('tidy', version, 'license = "MIT"\n', {
      LICENSE: 'MIT',
      'README.md': readme,
      'CHANGELOG.md': `# ${version}\nBetter.\n`,
      ...files,
    })
    const { body } = await acme.upload(artifact)
    const metadata = { name: 'tidy', version }
    const { body: submitted } = await acme.request('POST', api.submit, {
      packageId: body.packageId,
      metadata,
    })
    return submitted.submissionId as string
  }
  const ends = async (id: string, ...wanted: string[]) => {
    for (let tries = 0; tries < 400; tries++) {
      const { body } = await acme.request('GET', api.submission.replace(':id', id))
      if (wanted.includes(body.status as string)) return body
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error(`${id} never became ${wanted.join(' or ')}`)
  }

  const first = await submit('1.0.0')
  await ends(first, 'in_review')
  await reviewer.call('POST', api.reviewDecision.replace(':id', first), { decision: 'approve', checklist })
  await ends(first, 'published')
  const small = await ends(await submit('1.0.1'), 'published', 'in_review')
  expect(small.history.map(({ action }: { action: string }) => action)).toEqual([
    'upload',
    'submit',
    'autoApprove',
    'publish',
  ])
  expect((await ends(await submit('1.1.0'), 'published', 'in_review')).status).toBe('in_review')
  const many = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`more-${i}.txt`, 'x']))
  expect((await ends(await submit('1.0.2', many), 'published', 'in_review')).status).toBe('in_review')
  const asks = await submit('1.0.3', { 'index.js': "import 'node:fs'\n" })
  expect((await ends(asks, 'published', 'in_review', 'changes_requested')).status).toBe('changes_requested')
})

import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@waybill/core/paths'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command, runProcess, testCommand } from '../packages/cli/src/test/waybill.ts'

/** Review as a reviewer does it at a command line. */

let registry: TestRegistry
let acme: TestPublisher
let token: string

beforeAll(async () => {
  const config = join(tmpdir(), `waybill-review-cli-${randomUUID()}.yaml`)
  await writeFile(config, 'review: required\n')
  registry = await startTestRegistry({ config })
  const people = peopleOf(registry)
  acme = await people.publisher('acme')
  const rita = await people.operator('rita@example.org', 'reviewer')
  token = (await rita.call('POST', api.tokens, { name: 'review' })).body.token as string
})
afterAll(() => registry.remove())

async function reviewer() {
  const { run } = await testCommand()
  const at = (...args: string[]) =>
    run(['review', ...args, '--registry', registry.url], { env: { WAYBILL_TOKEN: token } })
  const done = async (...args: string[]) => {
    const outcome = await at(...args)
    expect(outcome.status, `${args.join(' ')}\n${outcome.stdout}${outcome.stderr}`).toBe(0)
    return outcome
  }
  return { at, done, json: async (...args: string[]) => (await done(...args, '--json')).json() }
}

async function until(id: string, ...wanted: string[]): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { body } = await acme.request('GET', api.submission.replace(':id', id))
    if (wanted.includes(body.status as string)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${id} never became ${wanted.join(' or ')}`)
}

/** Submits a plugin over the API and waits until it is in the queue. */
async function submit(name: string, version: string, extra = '', files: Record<string, string> = {}) {
  const artifact = await packPlugin(name, version, `license = "MIT"\n${extra}`, {
    LICENSE: 'MIT',
    'README.md': '# Hi\n',
    ...files,
  })
  const { body: upload } = await acme.upload(artifact)
  const { body } = await acme.request('POST', api.submit, {
    packageId: upload.packageId as string,
    metadata: { name, version },
  })
  const id = body.submissionId as string
  await until(id, 'in_review')
  return id
}

test(
  'one is listed, claimed, looked at, commented and sent back; another is approved and an update compared',
  { timeout: 300_000 },
  async () => {
    const { at, done, json } = await reviewer()
    const tidy = await submit('tidy', '1.0.0', '', {
      'index.js': "export const name = 'tidy'\n\tconst evil = '\x1b[31m\u202e'\n",
    })
    const other = await submit('other', '1.0.0')

    const queue = await json('queue', '--kind', 'new', '--claim', 'free')
    expect(queue.submissions).toMatchObject([{ id: tidy }, { id: other }])
    expect(queue.checklist.length).toBeGreaterThan(0)
    expect((await json('queue', '--limit', '1', '--skip', '1')).submissions).toMatchObject([{ id: other }])
    expect((await done('queue', '--publisher', 'nobody')).stdout).toBe('Nothing waits.\n')
    expect((await json('claim', tidy)).until).toMatch(/^\d{4}-/)
    expect((await json('queue', '--claim', 'mine')).submissions).toMatchObject([{ id: tidy }])
    await done('release', tidy)
    await done('claim', tidy)

    const files = (await done('diff', tidy)).stdout
    expect(files).toMatch(/^tidy 1\.0\.0, new\nPermissions: no change\.\nFiles:\n/)
    expect(files).toMatch(/^ {2}\+ index\.js +\d+ B$/m)
    const lines = (await done('diff', tidy, '--file', 'index.js')).stdout
    expect(lines).toContain("\n  1 + export const name = 'tidy'\n")
    expect(lines).toContain("  2 + \tconst evil = '\\u{1b}[31m\\u{202e}'\n")
    expect(await at('diff', tidy, '--file', 'none.js')).toMatchObject({ status: 2 })
    await done('comment', tidy, '--text', 'Say what\nthis is', '--file', 'index.js', '--line', '2')
    expect((await at('request-changes', tidy)).stderr).toContain('--reason')
    expect(await json('request-changes', tidy, '--reason', 'One thing')).toMatchObject({
      decision: 'request_changes',
    })
    const shown = (await done('show', tidy)).stdout
    expect(shown).toContain('rita@example.org, index.js:2, revision 1\n    Say what\n    this is\n')
    expect(shown).toContain('One thing')
    expect((await json('show', tidy)).status).toBe('changes_requested')

    const unasked = await at('approve', other)
    expect([unasked.status, unasked.stderr]).toEqual([2, expect.stringContaining('--yes')])
    expect(unasked.stderr).toContain(queue.checklist[0])
    expect(await json('approve', other, '--yes')).toEqual({
      id: other,
      decision: 'approve',
      checklist: queue.checklist,
    })
    await until(other, 'published')
    expect((await at('approve', other, '--yes')).status).toBe(1)

    const update = await submit('other', '1.1.0', '\n[permissions]\nnetwork = ["https://x.example"]\n', {
      'index.js': "export const name = 'other'\nexport const more = () => fetch('https://x.example/a')\n",
    })
    const diff = (await done('diff', update)).stdout
    expect(diff).toMatch(
      /^other 1\.1\.0, against 1\.0\.0\nPermissions:\n {2}\+ network {2}\["https:\/\/x\.example"\]\nFiles:\n/,
    )
    expect(await done('reject', update, '--reason', 'No')).toMatchObject({ stdout: `Rejected ${update}.\n` })
  },
)

test('whoever is no reviewer is refused', async () => {
  const { run } = await testCommand()
  const env = { WAYBILL_TOKEN: acme.token }
  expect(await run(['review', 'queue', '--registry', registry.url], { env })).toMatchObject({ status: 6 })
})

test.runIf(process.platform === 'linux')(
  'on a terminal every point of the checklist is asked for, and one “no” decides nothing',
  async () => {
    const id = await submit('asked', '1.0.0')
    const line = `'${process.execPath}' '${command}' review approve ${id} --registry ${registry.url}`
    const answered = (key: string) =>
      runProcess('script', ['-qec', line, '/dev/null'], {
        env: { WAYBILL_TOKEN: token, NO_COLOR: '1' },
        started(child) {
          let points = 0
          child.stdout?.on('data', (chunk: Buffer) => {
            // A question waits for its key.
            points += (chunk.toString().match(/◆/g) ?? []).length
            for (; points > 0; points--) child.stdin?.write(key)
          })
        },
      })
    const refused = await answered('n')
    expect([refused.status, refused.stdout]).toEqual([1, expect.stringContaining('Not approved')])
    await until(id, 'in_review')
    const approved = await answered('y')
    expect(approved.stdout).toContain(`Approved ${id}`)
    await until(id, 'published')
  },
)

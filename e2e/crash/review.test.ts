import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { api } from '@waybill/core/paths'
import { createTestPublisher, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { expect, test } from 'vitest'
import { ended, startProcess, stopPostgres } from './harness.ts'

const rounds = Number(process.env.REVIEW_KILLS ?? 3)
const each = 12

/** Uploads and submits until done or cut off; the submissions that were acknowledged, and the uploads that were. */
async function submitUntilKilled(publisher: TestPublisher, round: number) {
  const done = { submitted: [] as string[], uploaded: 0 }
  await Promise.all(
    Array.from({ length: each }, async (_, i) => {
      const name = `round-${round}-${i}`
      // Some are too large for memory, so that files of the uploads folder are under way too.
      const filler =
        i % 3 === 0 ? { 'filler.txt': Array.from({ length: 4000 }, () => Math.random()).join(' ') } : {}
      const artifact = await packPlugin(name, '1.0.0', '', filler)
      try {
        const upload = await publisher.upload(artifact)
        if (upload.status !== 201) return
        done.uploaded++
        const metadata = { name, version: '1.0.0' }
        const { status, body } = await publisher.request('POST', api.submit, {
          packageId: upload.body.packageId,
          metadata,
        })
        if (status === 201) done.submitted.push(body.submissionId as string)
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
      }
    }),
  )
  return done
}

test(
  `kill -9 while submissions are checked and published, ${rounds} rounds: each is taken up again, published once, nothing is left lying`,
  { timeout: 1_200_000 },
  async () => {
    const data = await mkdtemp(join(tmpdir(), 'waybill-crash-review-'))
    const acknowledged: string[] = []
    let token: string | undefined
    let interrupted = 0
    try {
      let publisher: TestPublisher | undefined
      for (let round = 0; round < rounds; round++) {
        const registry = await startProcess(data)
        token ??= registry.ownerToken
        publisher = await createTestPublisher(registry.url, token!, 'owner')
        const killer = wait(50 + Math.random() * 1500).then(() => registry.child.kill('SIGKILL'))
        const { submitted } = await submitUntilKilled(publisher, round)
        await killer
        await ended(registry.child)
        acknowledged.push(...submitted)
        if (submitted.length > 0) interrupted++
      }
      const last = await startProcess(data)
      const headers = { authorization: `Bearer ${token}` }
      for (const id of acknowledged) {
        const read = async () =>
          (await (await fetch(last.url + api.submission.replace(':id', id), { headers })).json()) as {
            status: string
            history: { action: string }[]
          }
        let found = await read()
        for (let tries = 0; tries < 1200 && found.status !== 'published'; tries++) {
          await wait(50)
          found = await read()
        }
        expect([id, found.status, found.history.map(({ action }) => action)]).toEqual([
          id,
          'published',
          ['upload', 'submit', 'autoApprove', 'publish'],
        ])
      }
      last.child.kill('SIGTERM')
      await ended(last.child)
      // What was uploaded and never submitted may lie for a day; files that nobody names were cleared at the start.
      const again = await startProcess(data)
      again.child.kill('SIGTERM')
      await ended(again.child)
      const files = (await readdir(join(data, 'uploads'))).length
      expect(files).toBeLessThanOrEqual(rounds * each)
      console.log(
        `submissions acknowledged and published: ${acknowledged.length}; rounds killed under way: ${interrupted}`,
      )
      expect(interrupted).toBeGreaterThan(0)
    } finally {
      await stopPostgres(data)
      await rm(data, { recursive: true, force: true })
    }
  },
)

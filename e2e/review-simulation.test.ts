import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { api } from '@waybill/core/paths'
import { answer, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry } from '@waybill/testkit/registry'
import { expect, test } from 'vitest'

const submissions = Number(process.env.SIMULATED_SUBMISSIONS ?? 40)
const [publisherCount, reviewerCount] = [20, 5]
/** What a reviewer takes for one, milliseconds in the mean: minutes in the world, shortened. */
const meanReview = Number(process.env.SIMULATED_REVIEW_MS ?? 600)

const at = (route: string, id: string) => route.replace(':id', id)
const exponential = (mean: number) => -mean * Math.log(1 - Math.random())

/** A queue as the world has it: bursts of submissions, reviewers of uneven speed, revisions, rejections and appeals. */
test(
  `${submissions} submissions by ${publisherCount} publishers and ${reviewerCount} reviewers all end, and what was estimated is compared with what happened`,
  { timeout: 1_800_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-simulation-'))
    await writeFile(join(folder, 'config.yaml'), 'review: required\n')
    const registry = await startTestRegistry({ config: join(folder, 'config.yaml') })
    try {
      const publishers = await Promise.all(
        Array.from({ length: publisherCount }, (_, i) => registry.publisher(`publisher-${i}`)),
      )
      const reviewers = await Promise.all(
        Array.from({ length: reviewerCount }, (_, i) => registry.token(`office-${i}`, 'read', 'reviewer')),
      )
      const call = async (token: string, method: string, path: string, body?: unknown) => {
        const response = await fetch(registry.url + path, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        return answer(response)
      }
      const { checklist } = (await call(reviewers[0]!, 'GET', api.reviewQueue)).body
      let handedIn = false
      const ids: { id: string; publisher: TestPublisher }[] = []
      const refused = { claims: 0, decisions: 0 }

      async function publish(publisher: TestPublisher, numbers: readonly number[]): Promise<void> {
        for (const n of numbers) {
          await wait(exponential((meanReview / reviewerCount) * publisherCount * 0.8))
          const name = `plugin-${n}`
          const upload = await publisher.upload(await packPlugin(name, '1.0.0'))
          const metadata = { name, version: '1.0.0' }
          const { body } = await publisher.request('POST', api.submit, {
            packageId: upload.body.packageId,
            metadata,
          })
          ids.push({ id: body.submissionId as string, publisher })
        }
      }

      /** Answers what comes back: a revision for requested changes, now and then an appeal. */
      async function answerReviews(): Promise<void> {
        const appealed = new Set<string>()
        for (;;) {
          let open = handedIn ? 0 : 1
          for (const { id, publisher } of [...ids]) {
            const rows = await registry.query<{ state: string }>(
              'select state from submissions where id = $1',
              [id],
            )
            const state = rows[0]?.state ?? ''
            if (state === 'changes_requested') {
              const { body } = await publisher.request('GET', at(api.submission, id))
              const upload = await publisher.upload(
                await packPlugin(body.name as string, '1.0.0', '', { 'new.txt': id }),
                {
                  submission: id,
                },
              )
              const metadata = { name: body.name as string, version: '1.0.0' }
              await publisher.request('POST', api.submit, { packageId: upload.body.packageId, metadata })
            }
            if (state === 'rejected' && !appealed.has(id) && Math.random() < 0.5) {
              await publisher.request('POST', at(api.submissionAppeal, id), { reason: 'Look again' })
              open++
            }
            if (state === 'rejected') appealed.add(id)
            if (!['published', 'rejected', 'withdrawn'].includes(state)) open++
          }
          if (open === 0) return
          await wait(200)
        }
      }

      async function review(token: string, speed: number, done: () => boolean): Promise<void> {
        while (!done()) {
          const { body } = await call(token, 'GET', `${api.reviewQueue}?claim=free&most=10`)
          const [next] = body.submissions as { id: string }[]
          if (!next) await wait(100)
          else if ((await call(token, 'POST', at(api.reviewClaim, next.id))).status !== 200) refused.claims++
          else {
            await wait(exponential(meanReview * speed))
            const dice = Math.random()
            const decision = dice < 0.8 ? 'approve' : dice < 0.93 ? 'request_changes' : 'reject'
            const decided = await call(token, 'POST', at(api.reviewDecision, next.id), {
              decision,
              reason: 'So it is',
              checklist,
            })
            if (decided.status !== 200) refused.decisions++
          }
        }
      }

      let over = false
      const reviewing = reviewers.map((token, i) => review(token, 0.7 + 0.15 * i, () => over))
      const answering = answerReviews()
      await Promise.all(
        publishers.map((publisher, p) =>
          publish(
            publisher,
            Array.from({ length: submissions }, (_, n) => n).filter((n) => n % publisherCount === p),
          ),
        ),
      )
      handedIn = true
      await answering
      over = true
      await Promise.all(reviewing)

      const states = await registry.query<{ state: string; count: string }>(
        'select state, count(*) from submissions group by state',
      )
      expect(states.reduce((sum, { count }) => sum + Number(count), 0)).toBe(submissions)
      expect(
        states.map(({ state }) => state).filter((state) => !['published', 'rejected'].includes(state)),
      ).toEqual([])
      const versions = await registry.query<{ count: string }>('select count(*) from versions')
      expect(Number(versions[0]?.count)).toBe(
        Number(states.find(({ state }) => state === 'published')?.count),
      )
      // Two looked at the queue at once: one got the claim. Whoever had it decided.
      expect(refused.decisions).toBe(0)

      const waits = await registry.query<{ estimated: number | null; waited: number; upper: number }>(
        'select estimated_seconds as estimated, extract(epoch from decided_at - queued_at)::float8 as waited from submissions where queued_at is not null',
      )
      const known = waits.filter(({ estimated }) => estimated !== null) as {
        estimated: number
        waited: number
      }[]
      const share = (test: (row: { estimated: number; waited: number }) => boolean) =>
        `${Math.round((100 * known.filter(test).length) / Math.max(1, known.length))} %`
      const median = (values: number[]) =>
        values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
      console.log(
        [
          `states: ${states.map(({ state, count }) => `${count} ${state}`).join(', ')}; claims refused: ${refused.claims}`,
          `last decisions with an estimate: ${known.length}, without: ${waits.length - known.length}`,
          `waited ${median(known.map(({ waited }) => waited)).toFixed(1)} s in the median, estimated ${median(known.map(({ estimated }) => estimated)).toFixed(1)} s`,
          `decided no later than estimated: ${share(({ estimated, waited }) => waited <= estimated + 0.5)}; within twice the estimate: ${share(({ estimated, waited }) => waited <= 2 * estimated + 1)}`,
        ].join('\n'),
      )
      expect(known.length).toBeGreaterThan(0)
    } finally {
      await registry.remove()
      await rm(folder, { recursive: true, force: true })
    }
  },
)

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { addRegistry, Installer, openHome, type Home } from '@waybill/client'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** How often an operation is killed; half of them installs, half updates. */
const kills = Number(process.env.INSTALL_KILLS ?? 30)

let registry: TestRegistry
let work: string

const noise = (seed: string) =>
  Array.from({ length: 3000 }, (_, i) =>
    createHash('sha512')
      .update(seed + i)
      .digest('base64'),
  ).join('\n')

beforeAll(async () => {
  registry = await startTestRegistry({})
  work = await mkdtemp(join(tmpdir(), 'waybill-kills-'))
  const acme = await registry.publisher('acme')
  for (const version of ['1.0.0', '1.1.0']) {
    const files = { 'a/b/c.txt': version, 'big.txt': noise(version) }
    for (const [name, needs] of [
      ['leaf', ''],
      ['branch', `[dependencies]\nleaf = "${version}"\n`],
      ['tree', `[dependencies]\nbranch = "${version}"\nleaf = "*"\n`],
    ] as const)
      expect((await acme.publish(await packPlugin(name, version, needs, files))).status).toBe(201)
  }
})
afterAll(async () => {
  await registry.remove()
  await rm(work, { recursive: true, force: true })
})

const all = (version: string) => ({ branch: version, leaf: version, tree: version })

/** Runs an operation in a process of its own, and kills it after some time; returns how long it ran. */
async function cutOff(home: Home, what: string[], afterMs: number): Promise<number> {
  const script = join(import.meta.dirname, '../install-process.ts')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, home.path, home.cache, ...what],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise((resolve) => child.once('exit', resolve))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const started = performance.now()
  await Promise.race([wait(afterMs, undefined, { ref: false }), ended])
  child.kill('SIGKILL')
  await ended
  return performance.now() - started
}

test(
  'kill -9 of installs and updates: the home is complete old or complete new after the next command',
  { timeout: 900_000 },
  async () => {
    const counts = { old: 0, new: 0 }
    // A kill must fall on every part of the operation, its end among them.
    let whole = 0
    for (let i = 0; i < kills; i++) {
      const path = await mkdtemp(join(work, 'home-'))
      const home = await openHome({ path, cache: join(path, 'cache') })
      await addRegistry(home, registry.url, { fingerprint: registry.fingerprint })
      const installer = await Installer.open(home)
      const isUpdate = i % 2 === 1
      if (isUpdate) await installer.install({ names: ['tree@1.0.0'] })
      const former = isUpdate ? all('1.0.0') : {}
      const ran = await cutOff(
        home,
        isUpdate ? ['tree@1.1.0'] : ['tree'],
        whole === 0 ? 60_000 : Math.random() * 1.1 * whole,
      )
      if (whole === 0) whole = ran

      await installer.verify()
      const now = Object.fromEntries((await installer.list()).map(({ name, version }) => [name, version]))
      expect([former, all('1.1.0')]).toContainEqual(now)
      counts[JSON.stringify(now) === JSON.stringify(former) ? 'old' : 'new']++
      expect(await installer.doctor({ check: true })).toEqual({
        wasInterrupted: false,
        ailments: [],
        isMended: true,
      })
      expect((await installer.verify()).findings).toEqual([])
      await installer.install({ names: ['tree@1.1.0'] })
      expect((await installer.list()).map(({ version }) => version)).toEqual(['1.1.0', '1.1.0', '1.1.0'])
      await rm(path, { recursive: true })
    }
    console.log(`killed ${kills} operations: ${counts.old} old, ${counts.new} new`)
    if (kills >= 20) expect(Math.min(counts.old, counts.new)).toBeGreaterThan(0)
  },
)

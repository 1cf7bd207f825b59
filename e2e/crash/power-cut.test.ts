import { execFileSync, spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createTestPublisher } from '@waybill/testkit/publisher'
import { expect, test } from 'vitest'
import { findRunningPostgres } from '../../packages/server/src/platform/postgres/index.ts'
import { ended, publishUntilKilled, startProcess, TreeWalk, type Acknowledged } from './harness.ts'

const rounds = Number(process.env.POWER_CUT_ROUNDS ?? 2)
const publishes = Number(process.env.POWER_CUT_PUBLISHES ?? 200)

const canMount = process.getuid?.() === 0 && spawnSync('losetup', ['-f']).status === 0
if (!canMount && process.env.WAYBILL_TEST_REQUIRE_ALL)
  throw new Error('the power-cut test needs root and a free loop device')

/**
 * The data folder is on an ext4 in a file. What the registry wrote but did not flush is only in the kernel's memory and
 * not in that file, so a copy of the file at the moment of the kill is the disk after a power cut.
 */
test.skipIf(!canMount)(
  `a power cut during ${publishes} concurrent publishes, ${rounds} rounds: nothing acknowledged is lost`,
  { timeout: 3_600_000 },
  async () => {
    const work = await mkdtemp(join(tmpdir(), 'waybill-power-'))
    const mounted = join(work, 'disk')
    const image = join(work, 'disk.img')
    await mkdir(mounted)
    execFileSync('truncate', ['-s', '1500M', image])
    execFileSync('mkfs.ext4', ['-q', image])
    mount(image, mounted)
    const acknowledged: Acknowledged[] = []
    let token: string | undefined
    try {
      for (let round = 0; round < rounds; round++) {
        const registry = await startProcess(join(mounted, 'data'))
        token ??= registry.ownerToken
        const publisher = await createTestPublisher(registry.url, token!, 'owner')
        const moment = 200 + Math.random() * publishes * 3
        const cut = wait(moment).then(async () => {
          const postgres = await findRunningPostgres(join(mounted, 'data', 'postgres'))
          // Everything stops at once, then the disk is taken as it is.
          for (const pid of [registry.child.pid!, ...family(postgres!.pid)]) kill(pid, 'SIGSTOP')
          await copyFile(image, `${image}.cut`)
          for (const pid of [registry.child.pid!, ...family(postgres!.pid)]) kill(pid, 'SIGKILL')
        })
        const done = await publishUntilKilled(publisher, `cut-${round}`, publishes)
        await cut
        await ended(registry.child)
        acknowledged.push(...done)
        await unmount(mounted)
        await rm(image)
        await copyFile(`${image}.cut`, image)
        mount(image, mounted)

        const again = await startProcess(join(mounted, 'data'))
        const walk = await new TreeWalk(again.url).open()
        for (const each of acknowledged) await walk.requireVersion(each, each.sha256)
        again.child.kill('SIGTERM')
        await ended(again.child)
      }
      console.log(`acknowledged and readable after ${rounds} power cuts: ${acknowledged.length}`)
      expect(acknowledged.length).toBeGreaterThan(0)
    } finally {
      const postgres = await findRunningPostgres(join(mounted, 'data', 'postgres')).catch(() => undefined)
      await postgres?.stop()
      await unmount(mounted)
      await rm(work, { recursive: true, force: true })
    }
  },
)

function mount(image: string, folder: string): void {
  // No discard of the journal, no barrier tricks: ext4 as Debian mounts it.
  execFileSync('mount', ['-o', 'loop', image, folder])
  execFileSync('chmod', ['755', folder])
}

async function unmount(folder: string): Promise<void> {
  for (let i = 0; i < 50; i++) {
    if (spawnSync('mountpoint', ['-q', folder]).status !== 0) return
    if (spawnSync('umount', [folder]).status === 0) return
    await wait(100)
  }
  spawnSync('umount', ['-l', folder])
}

/** A postmaster and its children. */
function family(postmaster: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], { encoding: 'utf8' })
  return [postmaster, ...stdout.split('\n').map(Number).filter(Boolean)]
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

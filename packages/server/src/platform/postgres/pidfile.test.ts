import { spawn } from 'node:child_process'
import { cp, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { cleanUp, newFolder, query } from './harness.ts'
import { startPostgres } from './index.ts'

afterEach(cleanUp)

const optionsFor = (folder: string) => ({
  folder: join(folder, 'postgres'),
  database: 'waybill',
  log: () => undefined,
})

/** A process that is no PostgreSQL but belongs to the same user, so that PostgreSQL would be taken in by its id. */
async function bystander(cluster: string): Promise<number> {
  const { uid, gid } = await stat(cluster)
  const child = spawn('sleep', ['600'], {
    stdio: 'ignore',
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child.pid ?? 0
}

describe('a stale postmaster.pid', { timeout: 60_000 }, () => {
  test('whose process id another process has by now is no obstacle', async () => {
    const options = optionsFor(await newFolder())
    const cluster = join(options.folder, 'cluster')
    const first = await startPostgres(options)
    const locks = [join(cluster, 'postmaster.pid'), join(first.connection.host, '.s.PGSQL.5432.lock')]
    const texts = await Promise.all(locks.map((path) => readFile(path, 'utf8')))
    await first.stop()

    const other = await bystander(cluster)
    for (const [index, path] of locks.entries()) {
      await writeFile(path, (texts[index] ?? '').replace(String(first.pid), String(other)))
    }
    const second = await startPostgres(options)
    expect(second).toMatchObject({ adopted: false })
    await query(second, 'select 1')
    process.kill(other, 0)
  })

  test('that is empty or cut short is no obstacle', async () => {
    const options = optionsFor(await newFolder())
    await (await startPostgres(options)).stop()
    for (const text of ['', '999']) {
      const path = join(options.folder, 'cluster', 'postmaster.pid')
      await writeFile(path, text)
      await utimes(path, 0, 0)
      await (await startPostgres(options)).stop()
    }
  })

  test('in a copy of a running folder does not lead to the original', async () => {
    const original = optionsFor(await newFolder())
    const copy = optionsFor(await newFolder())
    const first = await startPostgres(original)
    await query(first, 'create table kept (n int)')
    await cp(original.folder, copy.folder, {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !path.includes('.s.PGSQL'),
    })
    const second = await startPostgres(copy)
    expect(second.adopted).toBe(false)
    expect(second.pid).not.toBe(first.pid)
    await query(second, 'select from kept')
    await second.stop()
    await query(first, 'select from kept')
  })
})

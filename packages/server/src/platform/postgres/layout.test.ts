import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { cleanUp, newFolder } from './harness.ts'
import { findRunningPostgres, startPostgres } from './index.ts'

afterEach(cleanUp)

describe('a cluster that is not ours to run', { timeout: 60_000 }, () => {
  test('because another version made it, is left untouched', async () => {
    const folder = join(await newFolder(), 'postgres')
    const cluster = join(folder, 'cluster')
    await mkdir(cluster, { recursive: true })
    await writeFile(join(cluster, 'PG_VERSION'), '17\n')
    await chmod(folder, 0o750)
    const facts = async () => [
      await stat(folder),
      await stat(cluster),
      await readdir(folder, { recursive: true }),
    ]
    const before = await facts()
    for (const call of [
      () => startPostgres({ folder, database: 'waybill', log: () => undefined }),
      () => findRunningPostgres(folder),
    ]) {
      await expect(call()).rejects.toMatchObject({
        code: 'database.unavailable',
        message: expect.stringContaining(
          'was made by PostgreSQL 17; this Waybill runs PostgreSQL 18',
        ) as string,
      })
    }
    const after = await facts()
    // Reading a folder changes the time it was last read.
    expect(JSON.stringify(after).replace(/"atime[^,]*,/g, '')).toBe(
      JSON.stringify(before).replace(/"atime[^,]*,/g, ''),
    )
  })

  test('because it is something else, is refused', async () => {
    const folder = join(await newFolder(), 'postgres')
    await mkdir(join(folder, 'cluster'), { recursive: true })
    await writeFile(join(folder, 'cluster', 'thesis.doc'), '')
    const failure = startPostgres({ folder, database: 'waybill', log: () => undefined })
    await expect(failure).rejects.toThrow(/is not a PostgreSQL data folder/)
  })

  test('because its password is lost, is reported as such', async () => {
    const options = { folder: join(await newFolder(), 'postgres'), database: 'waybill', log: () => undefined }
    const server = await startPostgres(options)
    await rm(join(options.folder, 'cluster', 'waybill-password'))
    await expect(startPostgres(options)).rejects.toMatchObject({
      code: 'database.unavailable',
      message: expect.stringContaining('waybill-password is missing') as string,
    })
    await server.stop().catch(() => undefined)
  })
})

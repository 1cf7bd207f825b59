import { readdir, readFile, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import {
  cleanUp,
  connect,
  eventually,
  freezeBackend,
  killHard,
  newFolder,
  query,
  startElsewhere,
} from './harness.ts'
import { findRunningPostgres, startPostgres } from './index.ts'
import { isServerOf } from './processes.ts'

afterEach(cleanUp)

const lines: string[] = []
const optionsFor = (folder: string) => ({
  folder: join(folder, 'postgres'),
  database: 'waybill',
  log: (line: string) => void lines.push(line),
})

describe('startPostgres', { timeout: 60_000 }, () => {
  test('makes a cluster that keeps data safe and lets nobody else in', async () => {
    const options = optionsFor(await newFolder())
    const server = await startPostgres(options)
    expect(server.adopted).toBe(false)
    expect(server.connection).toMatchObject({ user: 'waybill', database: 'waybill', port: 5432 })
    const { rows } = await query(
      server,
      `select current_database() as database, current_setting('server_encoding') as encoding,
        current_setting('data_checksums') as checksums, current_setting('fsync') as fsync,
        current_setting('listen_addresses') as addresses, current_setting('server_version') as version,
        (select datcollate || datlocale from pg_database where datname = 'waybill') as locale,
        (select rolsuper from pg_roles where rolname = current_user) as super`,
    )
    expect(rows[0]).toEqual({
      database: 'waybill',
      encoding: 'UTF8',
      checksums: 'on',
      fsync: 'on',
      addresses: '',
      version: expect.stringMatching(/^18\./) as string,
      locale: 'CC.UTF-8',
      super: false,
    })
    expect((await stat(options.folder)).mode & 0o777).toBe(0o700)
    expect((await stat(server.connection.host)).mode & 0o777).toBe(0o700)
    expect((await stat(join(options.folder, 'cluster', 'waybill-password'))).mode & 0o777).toBe(0o600)
    expect(await readdir(options.folder)).toEqual(['cluster', 'log', 'socket'])

    const wrong = { ...server, connection: { ...server.connection, password: 'guess' } }
    await expect(query(wrong, 'select 1')).rejects.toThrow(/password authentication failed/)
  })

  test('finds what was written when it starts again', async () => {
    const options = optionsFor(await newFolder())
    const first = await startPostgres(options)
    await query(first, `create table kept as select 'yes' as answer`)
    await first.stop()
    const second = await startPostgres({ ...options, settings: { work_mem: '7MB' } })
    expect(second.adopted).toBe(false)
    expect((await query(second, 'select answer from kept')).rows).toEqual([{ answer: 'yes' }])
    expect((await query(second, 'show work_mem')).rows).toEqual([{ work_mem: '7MB' }])
  })

  test('starts one server when called twice at once, and makes each database asked for', async () => {
    const options = optionsFor(await newFolder())
    const [one, two] = await Promise.all([startPostgres(options), startPostgres(options)])
    expect(two.pid).toBe(one.pid)
    const third = await startPostgres({ ...options, database: 'Other "one"' })
    expect(third).toMatchObject({ pid: one.pid, adopted: true })
    const { rows } = await query(third, 'select current_database() as name')
    expect(rows).toEqual([{ name: 'Other "one"' }])
  })

  test('starts one server when called many times at once for a cluster to be recovered', async () => {
    const options = optionsFor(await newFolder())
    const first = await startPostgres(options)
    await query(first, 'create table much as select generate_series(1, 100000) as n')
    process.kill(first.pid, 'SIGKILL')
    const servers = await Promise.all([1, 2, 3, 4].map(() => startPostgres(options)))
    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1)
    expect(servers.filter(({ adopted }) => !adopted)).toHaveLength(1)
  })

  test('adopts the server of a process that was killed', async () => {
    const options = optionsFor(await newFolder())
    const { child, outcome } = startElsewhere(options.folder)
    const theirs = await outcome
    await killHard(child)
    const server = await startPostgres(options)
    expect(server).toMatchObject({ adopted: true, pid: 'pid' in theirs && theirs.pid })
    await query(server, 'select 1')
  })

  test('leaves the server alone when Ctrl-C ends the process that started it', async () => {
    const options = optionsFor(await newFolder())
    const { child, outcome } = startElsewhere(options.folder)
    const theirs = await outcome
    process.kill(-(child.pid ?? 0), 'SIGINT')
    await eventually(() => child.signalCode !== null)
    expect(await findRunningPostgres(options.folder)).toMatchObject({ pid: 'pid' in theirs && theirs.pid })
  })

  test('recovers a killed PostgreSQL at once, with every acknowledged row', async () => {
    const options = optionsFor(await newFolder())
    const first = await startPostgres(options)
    const client = await connect(first)
    await client.query('create table kept (n int)')
    for (let n = 0; n < 50; n++) await client.query('insert into kept values ($1)', [n])
    process.kill(first.pid, 'SIGKILL')
    const second = await startPostgres(options)
    expect(second.adopted).toBe(false)
    expect((await query(second, 'select count(*)::int as n from kept')).rows).toEqual([{ n: 50 }])
  })

  test('waits, saying so, for processes that a killed PostgreSQL left behind', async () => {
    const options = optionsFor(await newFolder())
    const first = await startPostgres(options)
    const client = await connect(first)
    const backend = await freezeBackend(client)
    process.kill(first.pid, 'SIGKILL')
    lines.length = 0
    const second = startPostgres(options)
    await eventually(() => lines.some((line) => line.includes('left behind')))
    process.kill(backend, 'SIGKILL')
    await query(await second, 'select 1')
  })

  test('waits for a server that is shutting down, then starts its own', async () => {
    const options = optionsFor(await newFolder())
    const first = await startPostgres(options)
    await query(first, 'create table much as select generate_series(1, 100000) as n')
    process.kill(first.pid, 'SIGINT')
    const second = await startPostgres(options)
    await query(second, 'select count(*) from much')
    expect(await isServerOf(join(options.folder, 'cluster'), second.pid)).toBe(true)
  })

  test('reports a setting that PostgreSQL refuses, with its words', async () => {
    const options = optionsFor(await newFolder())
    const failure = startPostgres({ ...options, settings: { shared_buffers: 'lots' } })
    await expect(failure).rejects.toMatchObject({
      code: 'database.unavailable',
      message: expect.stringContaining('a setting is not valid') as string,
      hint: expect.stringMatching(/DATABASE_URL.*\n.*\n.*shared_buffers/s) as string,
    })
  })

  test('sets a long log aside', async () => {
    const options = optionsFor(await newFolder())
    await (await startPostgres(options)).stop()
    const log = join(options.folder, 'log', 'postgres.log')
    await truncate(log, 11 * 1024 * 1024)
    await startPostgres(options)
    expect((await stat(`${log}.1`)).size).toBe(11 * 1024 * 1024)
    expect(await readFile(log, 'utf8')).toContain('ready to accept connections')
  })
})

describe('findRunningPostgres', { timeout: 60_000 }, () => {
  test('finds only a server that answers, and makes nothing', async () => {
    const options = optionsFor(await newFolder())
    expect(await findRunningPostgres(options.folder)).toBeUndefined()
    await expect(stat(options.folder)).rejects.toThrow(/ENOENT/)
    const server = await startPostgres(options)
    const found = await findRunningPostgres(options.folder)
    expect(found).toMatchObject({ pid: server.pid, adopted: true, connection: server.connection })
    await found?.stop()
    expect(await findRunningPostgres(options.folder)).toBeUndefined()
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase, migrate } from '../../server/src/platform/database/index.ts'
import { startPostgres } from '../../server/src/platform/postgres/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a PostgreSQL that all tests share; each test makes its own database there. */
    postgres: string
  }
}

/** One PostgreSQL for the whole run, with a migrated template that each test's database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-pg-'))
  const postgres = await startPostgres({
    folder: join(folder, 'pg'),
    database: 'template_waybill',
    log: () => undefined,
  })
  const { host, port, user, password, database } = postgres.connection
  const template = openDatabase(postgres.connection, () => undefined)
  await migrate(template)
  await template.destroy()
  const credentials = `${user}${password === undefined ? '' : `:${encodeURIComponent(password)}`}`
  // A socket folder goes into the query: it has slashes, which a host name cannot have.
  project.provide(
    'postgres',
    `postgresql://${credentials}@/${database}?host=${encodeURIComponent(host)}&port=${port}`,
  )
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

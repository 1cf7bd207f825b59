import pg from 'pg'

/** The role the registry connects as. Not a superuser, so that injected SQL could not reach files or programs. */
export const role = 'waybill'

/** Key of the advisory lock that lets one process at a time make role and database. */
const lock = 4600

/**
 * Makes the role and its database where missing, over the superuser's connection, which it ends. Gives false
 * when the server went away meanwhile; what it refuses otherwise throws.
 */
export async function provision(client: pg.Client, database: string, password: string): Promise<boolean> {
  try {
    await makeMissing(client, database, password)
    return true
  } catch (error) {
    if (isLoss(error)) return false
    throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** SQLSTATE class 57P: the server was told to end, or crashed. No SQLSTATE: the connection broke. */
function isLoss(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || (error.code ?? '').startsWith('57P')
}

/** Safe when several processes do it at once. */
async function makeMissing(client: pg.Client, database: string, password: string): Promise<void> {
  if (await isProvisioned(client, database)) return
  await client.query('select pg_advisory_lock($1)', [lock])
  const { rowCount: roles } = await client.query('select from pg_roles where rolname = $1', [role])
  if (roles === 0) {
    await client.query(`create role ${role} login createdb password ${pg.escapeLiteral(password)}`)
  }
  if (!(await isProvisioned(client, database))) {
    // Nobody can be connected to template0, which would make this fail.
    await client.query(`create database ${pg.escapeIdentifier(database)} owner ${role} template template0`)
  }
  await client.query('select pg_advisory_unlock($1)', [lock])
}

/** The role is made first: where the database is, so is the role. */
async function isProvisioned(client: pg.Client, database: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
  return rowCount === 1
}

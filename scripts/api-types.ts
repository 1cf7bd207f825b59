/**
 * Writes the types of the HTTP API for the web, from the OpenAPI document of a registry that is started for it.
 * `--check` only says whether they are what they should be.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRegistry } from '@waybill/server'
import openapi, { astToString } from 'openapi-typescript'
import { format, resolveConfig } from 'prettier'

const file = join(import.meta.dirname, '../packages/web/src/api/schema.d.ts')
const data = await mkdtemp(join(tmpdir(), 'waybill-api-types-'))
const registry = await startRegistry({ data, port: 0, log: 'silent' })
try {
  const description = (await (await fetch(new URL('/api/openapi.json', registry.url))).json()) as object
  const types = astToString(await openapi(JSON.stringify(description)))
  const text = await format(
    `// Written by “npm run api-types” from the registry’s OpenAPI document.\n${types}`,
    {
      ...(await resolveConfig(file)),
      filepath: file,
    },
  )
  if (!process.argv.includes('--check')) await writeFile(file, text)
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error('The types of the API are not those of the server: run “npm run api-types”.')
    process.exitCode = 1
  }
} finally {
  await registry.stop()
  await rm(data, { recursive: true, force: true })
}

/**
 * A TUF client as a command, in the protocol of the official conformance suite:
 * `--metadata-dir D init ROOT`, `--metadata-url U refresh`, `--target-name T --target-base-url B --target-dir D download`.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { requireHashes, Updater, type TargetInfo } from '@waybill/core/trust'
import { readIfPresent, writeAtomic } from './files.ts'
import { readBody, send } from './http.ts'
import { metadataFiles } from './trust/metadata-files.ts'
import { metadataHttp } from './trust/metadata-http.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'metadata-dir': { type: 'string', default: '.' },
    'metadata-url': { type: 'string', default: '' },
    'target-name': { type: 'string', multiple: true, default: [] },
    'target-base-url': { type: 'string', default: '' },
    'target-dir': { type: 'string', default: '.' },
  },
})
const store = metadataFiles(values['metadata-dir'])
const slash = (url: string) => (url.endsWith('/') ? url : `${url}/`)

function updater(): Updater {
  return new Updater({ store, fetcher: metadataHttp(slash(values['metadata-url'])), now: new Date() })
}

async function download(): Promise<void> {
  const client = updater()
  await client.refresh()
  for (const name of values['target-name']) {
    const info = await client.targetInfo(name)
    if (!info) throw new Error(`no role lists the target ${name}`)
    const file = join(values['target-dir'], encodeURIComponent(name))
    if (!isSame(info, await readIfPresent(file))) await writeAtomic(file, await fetchTarget(name, info))
  }
}

function isSame(info: TargetInfo, bytes: Uint8Array | undefined): boolean {
  try {
    if (bytes) requireHashes('the stored copy', bytes, info)
    return bytes !== undefined
  } catch {
    return false
  }
}

async function fetchTarget(name: string, info: TargetInfo): Promise<Uint8Array> {
  const digest = Object.values(info.hashes)[0]
  const cut = name.lastIndexOf('/') + 1
  const root = JSON.parse(((await store.load('root')) ?? Buffer.from('{}')).toString()) as {
    signed?: { consistent_snapshot?: boolean }
  }
  const path = root.signed?.consistent_snapshot ? `${name.slice(0, cut)}${digest}.${name.slice(cut)}` : name
  const url = slash(values['target-base-url']) + path
  const response = await send(url)
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`)
  const bytes = await readBody(url, response, info.length)
  requireHashes(name, bytes, info)
  return bytes
}

try {
  const [command, root = ''] = positionals
  if (command === 'init') await store.save('root', await readFile(root))
  else if (command === 'refresh') await updater().refresh()
  else if (command === 'download') await download()
  else throw new Error(`unknown command ${command}`)
} catch (error) {
  console.error(error)
  process.exitCode = 1
}

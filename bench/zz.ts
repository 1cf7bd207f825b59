import { mkdtemp, rm } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublisher, makeArtifact, waybillPublish } from './artifacts.ts'
import { publishRate, send } from './load.ts'
import { startWaybill, waybill } from './servers.ts'
import { writeArchive } from '@waybill/core/archive'
import { randomBytes } from 'node:crypto'
const work = await mkdtemp(join(tmpdir(), 'wbi-'))
const registry = await startWaybill(join(work, 'registry'))
const publisher = await createPublisher(registry.url, registry.ownerToken)
const reqs = []
for (let i = 0; i < 50; i++) reqs.push(waybillPublish(publisher, await makeArtifact(`p-${i}`, '1.0.0', 20000)))
await publishRate(registry.url, reqs)
// 50 MB of 1,700 files
const text = Buffer.from(Array.from({ length: 400 }, (_, i) => `line ${i} of some text that compresses ${i * 7919}\n`).join(''))
const files = [{ path: 'plugin.toml', bytes: Buffer.from('[package]\nname = "big"\nversion = "1.0.0"\ncategory = "community/experimental"\n') }]
for (let i = 0; i < 1700; i++) files.push({ path: `d${i % 40}/f${i}.bin`, bytes: i % 2 ? Buffer.concat([text, text]) : randomBytes(56000) })
const chunks = []
for await (const c of writeArchive(files.map((f) => ({ path: f.path, size: f.bytes.length, executable: false, content: async function* () { yield f.bytes } })), 'tar.gz')) chunks.push(c)
const big = Buffer.concat(chunks); console.log('big', big.length)
await send(registry.url, waybillPublish(publisher, big))
const fp = (await (await import('node:crypto')).createHash('sha256').update(Buffer.from(await (await fetch(registry.url + '/metadata/tuf/1.root.json')).arrayBuffer())).digest('hex'))
function cli(home: string, cache: string, ...args: string[]) {
  const t = performance.now()
  const r = spawnSync('/usr/bin/time', ['-f', '%M KB %U user %S sys', waybill[0], ...waybill.slice(1), ...args, '--home', home], { encoding: 'utf8', env: { ...process.env, WAYBILL_CACHE: cache } })
  const ms = performance.now() - t
  if (r.status !== 0) console.log(r.stderr)
  return `${ms.toFixed(0)} ms  ${r.stderr.trim().split('\n').at(-1)}`
}
const names = Array.from({ length: 50 }, (_, i) => `p-${i}`)
const cache0 = join(work, 'c0')
for (let k = 0; k < 3; k++) {
  const cache = join(work, `cache${k}`), home = join(work, `home${k}`)
  spawnSync('mkdir', ['-p', cache]); spawnSync('cp', ['-r', join(work, 'cache0', 'compiled'), cache])
  cli(home, cache, 'registry', 'add', registry.url, '--fingerprint', fp)
  console.log('cold', cli(home, cache, 'install', ...names))
  console.log('noop', cli(home, cache, 'install', ...names))
  const home2 = join(work, `homew${k}`)
  cli(home2, cache, 'registry', 'add', registry.url, '--fingerprint', fp)
  console.log('warm', cli(home2, cache, 'install', ...names))
  cli(home2, cache, 'uninstall', ...names)
  console.log('warm offline', cli(home2, cache, 'install', ...names, '--offline'))
  console.log('big', cli(home, cache, 'install', 'big'))
  const d = join(work, `x${k}`); spawnSync('mkdir', [d])
  const t = performance.now(); spawnSync('bash', ['-c', `curl -s ${registry.url}/community/experimental/big/big-1.0.0.tar.gz | tar xz -C ${d}`]); console.log('curl|tar', (performance.now() - t).toFixed(0))
}
await registry.stop(); await rm(work, { recursive: true, force: true }); process.exit(0)

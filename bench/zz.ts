import { startProcess, ended } from '../e2e/crash/harness.ts'
import { createPublisher, makeArtifact, waybillPublish } from './artifacts.ts'
import { publishRate } from './load.ts'
import { mkdtempSync } from 'node:fs'
const data = mkdtempSync('/tmp/wbpr-')
const t0 = performance.now()
const r = await startProcess(data)
console.log('first start', performance.now() - t0)
const p = await createPublisher(r.url, r.ownerToken!)
const N = 1000
for (let k = 0; k < 4; k++) {
  const reqs = await Promise.all(Array.from({ length: N }, async (_, i) => waybillPublish(p, await makeArtifact(`p${k}-${i}`, '1.0.0', 2000))))
  console.log(JSON.stringify(await publishRate(r.url, reqs)))
}
r.child.kill('SIGTERM'); await ended(r.child)
const t1 = performance.now(); const r2 = await startProcess(data); console.log('second start', performance.now() - t1); r2.child.kill('SIGTERM'); await ended(r2.child)

import { startPostgres, findRunningPostgres } from '/work/main/packages/server/src/platform/postgres/index.ts'
const folder = process.argv[2]!
const go = async () => { const t = performance.now(); const p = await startPostgres({ folder, database: 'waybill', log: console.log }); console.log((performance.now()-t).toFixed(0),'ms', p.pid, p.adopted, p.connection.host); return p }
try {
let p = await go(); let q = await go(); console.log((await findRunningPostgres(folder))?.pid)
let t = performance.now(); await p.stop(); console.log('stop', (performance.now()-t).toFixed(0)); await q.stop()
for (let i=0;i<3;i++){ p = await go(); await p.stop() }
} catch (e) { console.log(e) }

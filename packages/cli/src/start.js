/**
 * How each of the commands starts. Compiled code is kept in the user's own cache folder, which halves the start; that must
 * be on before anything else is loaded. This is JavaScript: nothing is cached yet that could read types.
 */
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** @param {string} name of the command, as people type it */
export async function start(name) {
  enableCompileCache(join(process.env.WAYBILL_CACHE || join(homedir(), '.cache', 'waybill'), 'compiled'))
  const { run } = await import('./run.ts')
  await run(name)
}

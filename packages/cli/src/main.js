#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
/**
 * The command's entry. Compiled code is kept in the user's own cache folder, which halves the start of each command; that
 * must be on before anything else is loaded. This one file is JavaScript: nothing is cached yet that could read types.
 */
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

enableCompileCache(join(process.env.WAYBILL_CACHE || join(homedir(), '.cache', 'waybill'), 'compiled'))
await import('./run.ts')

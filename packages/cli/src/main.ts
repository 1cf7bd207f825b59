#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
/**
 * The command's entry. Compiled code is kept in the user's own cache folder, which halves the start of each command;
 * that must be on before anything else is loaded.
 */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { defaultCache } from '@waybill/client/environment'

enableCompileCache(join(defaultCache(), 'compiled'))
await import('./run.ts')

import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { WaybillError } from '@waybill/core/errors'
import { registryOutbox } from '../app.ts'
import { systemClock } from '../platform/clock.ts'
import { waitingEvents, wakeListeners } from '../platform/outbox.ts'
import {
  currentRoot,
  keyRoles,
  openKeyFiles,
  rootChanged,
  rotateKey as rotate,
  type KeyRole,
} from '../trust/index.ts'
import { isRegistryRunning, withRegistryDatabase, type OperateOptions } from './connection.ts'

export interface KeyInfo {
  role: KeyRole
  keyId: string
  /** True when the private key is in the data folder of this machine. */
  online: boolean
}

/** `waybill registry keys list`: the keys of the current root. */
export function listKeys(options: OperateOptions): Promise<KeyInfo[]> {
  return withRegistryDatabase(options, async (database, settings) => {
    const root = await currentRoot(database)
    if (!root) throw neverStarted(settings.data)
    const files = await openKeyFiles(join(settings.data, 'keys'))
    const infos = keyRoles.flatMap((role) =>
      root.keyIds[role].map(async (keyId) => ({ role, keyId, online: await files.has(keyId) })),
    )
    return Promise.all(infos)
  })
}

/**
 * `waybill registry keys rotate`: a new key for a role in a new root. A running registry signs everything anew at its
 * next round; this waits for it. Otherwise the next start does.
 */
export function rotateKey(
  options: OperateOptions & { role: KeyRole },
): Promise<{ keyId: string; version: number; applied: boolean }> {
  return withRegistryDatabase(options, async (database, settings) => {
    if (!(await currentRoot(database))) throw neverStarted(settings.data)
    const files = await openKeyFiles(join(settings.data, 'keys'))
    const rotated = await database.transaction().execute(async (transaction) => {
      const result = await rotate(transaction, files, settings, systemClock(), options.role)
      await registryOutbox.emit(transaction, rootChanged, {})
      return result
    })
    if (!(await isRegistryRunning(settings))) return { ...rotated, applied: false }
    await wakeListeners(database)
    for (let i = 0; i < 100; i++) {
      if ((await waitingEvents(database, 'index', 1)).length === 0) return { ...rotated, applied: true }
      await wait(100)
    }
    return { ...rotated, applied: false }
  })
}

function neverStarted(data: string): WaybillError {
  return new WaybillError(
    'trust.no_root',
    `The registry in ${data} was never started, so it has no keys yet.`,
    {
      hint: 'Start it once with “waybill registry start”.',
    },
  )
}

import { setTimeout as wait } from 'node:timers/promises'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { callApi } from '../http.ts'
import { apiUrl } from '../publish/access.ts'
import type { RegistryAddress } from './session.ts'

/** A device that asks to be signed in by somebody who is (RFC 8628). */
export interface DeviceRequest {
  /** Secret: whoever has it gets the token once the code is approved. */
  deviceCode: string
  /** To be shown. */
  userCode: string
  /** The page that asks for the code; a registry without pages names none. */
  verificationUri?: string
  /** The same page with the code filled in. */
  verificationUriComplete?: string
  /** Seconds that the codes work for. */
  expiresIn: number
  /** Least seconds between two questions. */
  interval: number
}

export interface DeviceToken {
  id: string
  token: string
  /** ISO 8601. */
  expiresAt: string
}

/** Asks for a code to show. */
export function askDeviceCode({ url, signal }: RegistryAddress): Promise<DeviceRequest> {
  return callApi(apiUrl({ url }, api.deviceCode), { method: 'POST', json: {}, ...(signal ? { signal } : {}) })
}

/**
 * Waits until the code is approved, asking no more often than the registry wants, and gives the token, called `name`.
 * Throws `device.refused`, `account.code_invalid` when the code has expired, or `operation.cancelled` when the signal says so.
 */
export async function awaitDevice(
  at: RegistryAddress,
  request: DeviceRequest,
  { name, onWait }: { name: string; onWait?: (secondsLeft: number) => void },
): Promise<DeviceToken> {
  const ends = performance.now() + request.expiresIn * 1000
  let interval = Math.max(1, request.interval)
  for (;;) {
    const left = Math.floor((ends - performance.now()) / 1000)
    if (left <= 0) throw expired()
    onWait?.(left)
    await pause(Math.min(interval, left), at.signal)
    try {
      // Not cut short: the answer may carry a token that nobody else would ever see.
      return await callApi<DeviceToken>(apiUrl(at, api.deviceToken), {
        method: 'POST',
        json: { deviceCode: request.deviceCode, name },
        timeoutMs: 30_000,
      })
    } catch (error) {
      interval = nextInterval(error, interval)
    }
  }
}

/** RFC 8628, section 3.5: slower when told so, and slower when the connection fails. Throws what ends the waiting. */
function nextInterval(error: unknown, interval: number): number {
  if (isWaybillError(error, 'device.pending')) {
    const { retryAfter } = error.details
    return Math.max(interval, typeof retryAfter === 'number' ? retryAfter : 0)
  }
  if (isWaybillError(error, 'registry.unreachable', 'registry.stopping')) return Math.min(interval * 2, 60)
  throw error
}

async function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(seconds * 1000, undefined, signal ? { signal } : {})
  } catch (cause) {
    throw new WaybillError('operation.cancelled', 'Signing in was cancelled; nothing was kept.', { cause })
  }
}

function expired(): WaybillError {
  return new WaybillError('account.code_invalid', 'The code was not approved in time.', {
    hint: 'Run “waybill login” again.',
  })
}

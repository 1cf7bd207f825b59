import { Problem } from '../api/problem.ts'
import type { PublicKeyInfo } from './key-format.ts'

/** A signing key of a publisher that lives in this browser. Its private half can be used here, and never be read. */
export interface BrowserKey extends PublicKeyInfo {
  readonly publisher: string
  readonly privateKey: CryptoKey
  /** ISO 8601. */
  readonly createdAt: string
}

/** What is kept: a key counts once the registry knows it. */
export interface KeptKey extends BrowserKey {
  readonly registered: boolean
}

const database = 'signing-keys'
const keys = 'keys'

/** Runs one request on the kept keys; throws a `Problem` where the browser keeps nothing (a private window, a full disk). */
async function withKeys<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opened = await opening()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = opened.transaction(keys, mode)
      const request = ask(transaction.objectStore(keys))
      // Not before the whole is on the disk: a key that is registered and then lost could not be used again.
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = transaction.onerror = () => reject(unkept(transaction.error))
    })
  } finally {
    opened.close()
  }
}

function opening(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    try {
      const request = indexedDB.open(database, 1)
      request.onupgradeneeded = () => {
        request.result.createObjectStore(keys, { keyPath: 'keyId' }).createIndex('publisher', 'publisher')
      }
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(unkept(request.error))
    } catch (error) {
      reject(unkept(error))
    }
  })
}

function unkept(cause: unknown): Problem {
  const problem = new Problem({
    status: 0,
    code: 'browser.storage_refused',
    message: 'This browser does not let the page keep a key.',
    hint: 'Leave the private window or allow storage for this site, or make the key on the command line.',
  })
  problem.cause = cause
  return problem
}

export const keptKeys = (publisher: string): Promise<KeptKey[]> =>
  withKeys('readonly', (store) => store.index('publisher').getAll(publisher) as IDBRequest<KeptKey[]>)
export const keepKey = (key: KeptKey): Promise<unknown> => withKeys('readwrite', (store) => store.put(key))
export const dropKey = (keyId: string): Promise<unknown> =>
  withKeys('readwrite', (store) => store.delete(keyId))

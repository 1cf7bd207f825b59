import { Problem, problemOf } from '../api/problem.ts'

/**
 * Sends a form and says how much of it has gone, which `fetch` cannot. Answers what the registry does; throws a `Problem`
 * when it refuses or cannot be reached, and an `AbortError` when it is cancelled.
 */
export function sendForm<T>(
  url: string,
  form: FormData,
  { onProgress, signal }: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const cancel = () => request.abort()
    const end = (then: () => void) => {
      signal?.removeEventListener('abort', cancel)
      then()
    }
    request.open('POST', url)
    request.responseType = 'text'
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress?.(loaded / total)
    })
    request.addEventListener('load', () =>
      end(() => {
        const body = bodyOf(request.responseText)
        if (request.status >= 200 && request.status < 300) resolve(body as T)
        else reject(problemOf(request.status, body))
      }),
    )
    request.addEventListener('error', () => end(() => reject(lost())))
    request.addEventListener('abort', () => end(() => reject(new DOMException('Cancelled', 'AbortError'))))
    if (signal?.aborted) {
      reject(new DOMException('Cancelled', 'AbortError'))
      return
    }
    signal?.addEventListener('abort', cancel, { once: true })
    request.send(form)
  })
}

export const isCancelled = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError'

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function lost(): Problem {
  return new Problem({
    status: 0,
    code: 'network.unreachable',
    message: navigator.onLine ? 'The connection was lost while uploading.' : 'This device is offline.',
    hint: 'Check the connection, then try again; what was chosen is still here.',
  })
}

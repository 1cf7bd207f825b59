import { spawnSync } from 'node:child_process'
import { request, Agent } from 'node:http'

export interface Rate {
  perSecond: number
  bytesPerSecond: number
  p99Ms: number
}

/** Reads a URL with wrk for some seconds over 16 connections. */
export function readRate(url: string, seconds: number, connections = 16): Rate {
  const { stdout } = spawnSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', url], {
    encoding: 'utf8',
  })
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? 0)
  const transfer = /Transfer\/sec:\s+([\d.]+)([KMG]?)B/.exec(stdout)
  const p99 = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout)
  if (/Non-2xx/.test(stdout)) throw new Error(`${url} failed under load:\n${stdout}`)
  return {
    perSecond,
    bytesPerSecond: Number(transfer?.[1] ?? 0) * unit(transfer?.[2] ?? ''),
    p99Ms: Number(p99?.[1] ?? 0) * ({ us: 0.001, ms: 1, s: 1000 }[p99?.[2] ?? 'ms'] ?? 1),
  }
}

const unit = (letter: string) => ({ K: 1e3, M: 1e6, G: 1e9 })[letter] ?? 1

export interface PreparedRequest {
  method: 'POST' | 'PUT'
  path: string
  headers: Record<string, string>
  body: Buffer
}

/** Sends prepared requests over 16 connections; returns how many a second were acknowledged, and the slowest hundredth. */
export async function publishRate(
  url: string,
  requests: readonly PreparedRequest[],
  connections = 16,
): Promise<Rate> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let next = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let i = next++; i < requests.length; i = next++) {
        const began = performance.now()
        await send(url, requests[i]!, agent)
        times.push(performance.now() - began)
      }
    }),
  )
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  return {
    perSecond: requests.length / seconds,
    bytesPerSecond: 0,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
  }
}

export function send(url: string, prepared: PreparedRequest, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url + prepared.path,
      {
        method: prepared.method,
        headers: { ...prepared.headers, 'content-length': prepared.body.length },
        ...(agent ? { agent } : {}),
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          if ((response.statusCode ?? 500) < 300) resolve(text)
          else reject(new Error(`${prepared.path}: ${response.statusCode} ${text.slice(0, 300)}`))
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(prepared.body)
  })
}

import { Worker } from 'node:worker_threads'
import { AsideError, openAside, type Hand } from '../../platform/aside.ts'
import type { RenderOptions } from './render.ts'

export interface RenderQuestion {
  source: string
  options: RenderOptions
}

export type RenderAnswer = { html: string } | { failure: string }

const milliseconds = 15_000
const resourceLimits = { maxOldGenerationSizeMb: 512, stackSizeMb: 4 }

/** Renders texts one after the other in a thread, each with bounded time and memory; says why where it cannot. */
export function openRenderer() {
  const aside = openAside<RenderQuestion, RenderAnswer>({ start, milliseconds, waiting: 100 })

  async function render(source: string, options: RenderOptions): Promise<RenderAnswer> {
    try {
      return await aside.ask({ source, options })
    } catch (error) {
      if (error instanceof AsideError) return { failure: error.message }
      throw error
    }
  }

  return { render, close: aside.close }
}

function start(): Hand {
  const worker = new Worker(new URL('./render-thread.ts', import.meta.url), { resourceLimits, env: {} })
  return Object.assign(worker, {
    send: (message: unknown) => worker.postMessage(message),
    end: () => void worker.terminate(),
  })
}

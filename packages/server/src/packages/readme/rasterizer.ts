import { fork } from 'node:child_process'
import { AsideError, openAside, type Hand } from '../../platform/aside.ts'

export type RasterizeAnswer = { png: Uint8Array } | { failure: string }

const milliseconds = 5_000

/** Draws SVG as PNG, one after the other in a process, each with bounded time; says why where it cannot. */
export function openRasterizer() {
  const aside = openAside<Uint8Array, RasterizeAnswer>({ start, milliseconds, waiting: 20 })

  async function rasterize(svg: Uint8Array): Promise<RasterizeAnswer> {
    try {
      return await aside.ask(svg)
    } catch (error) {
      if (error instanceof AsideError) return { failure: error.message }
      throw error
    }
  }

  return { rasterize, close: aside.close }
}

function start(): Hand {
  const child = fork(new URL('./rasterize-process.ts', import.meta.url), {
    execArgv: [],
    // Nothing of the registry's environment is for a process that reads files of strangers.
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const { ref, unref } = child
  return Object.assign(child, {
    send: child.send.bind(child),
    end: () => void child.kill('SIGKILL'),
    ref: () => {
      ref.call(child)
      child.channel?.ref()
    },
    unref: () => {
      unref.call(child)
      child.channel?.unref()
    },
  })
}

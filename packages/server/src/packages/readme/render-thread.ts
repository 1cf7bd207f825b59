/** Renders Markdown in a thread of its own, where a hostile text holds nothing up. Entry of `renderer.ts`. */
import { parentPort } from 'node:worker_threads'
import { renderMarkdown } from './render.ts'
import type { RenderAnswer, RenderQuestion } from './renderer.ts'

const port = parentPort
if (!port) throw new Error('this file is the entry of a worker thread')
// That Node calls its own removal of types experimental is nothing for the registry's log.
process.removeAllListeners('warning')

port.on('message', ({ source, options }: RenderQuestion) => {
  let answer: RenderAnswer
  try {
    answer = { html: renderMarkdown(source, options) }
  } catch (error) {
    answer = { failure: error instanceof Error ? error.message : 'unknown' }
  }
  port.postMessage(answer)
})

import { createHash } from 'node:crypto'
import { day, type Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Logger } from '../../platform/log.ts'
import { isWaybillError } from '@waybill/core/errors'
import { renderPlain } from './plain.ts'
import type { RenderOptions } from './render.ts'
import type { openRenderer } from './renderer.ts'
import * as store from './store.ts'

/** Goes up with every change of what Markdown becomes: what older rules made is made again. */
const rules = 1

/** So many texts are rendered for one request, or for so long; the rest is shown as written until the next. */
const mostRendered = 50
const mostMilliseconds = 3000

const markdown = /^(?:[^.]*|.*\.(?:md|markdown|mdown|mkdn?))$/i

export interface ShownContext {
  database: Database
  clock: Clock
  log: Logger
  renderer: ReturnType<typeof openRenderer>
  images: RenderOptions['images']
  /** Texts that are being rendered. */
  underway: Map<string, Promise<string>>
}

/** A text of a version, as it was written. */
export interface Written {
  readonly versionId: number
  readonly source: string
  readonly repository: string | null
  /** The file that it is; absent for release notes. */
  readonly file?: string
}

/** The texts as HTML, by version: rendered before, now, or as plain text where that fails. */
export async function shownTexts(
  context: ShownContext,
  part: store.Part,
  texts: readonly Written[],
): Promise<Map<number, string>> {
  const { database, clock } = context
  const html = await store.renderedTexts(database, {
    ids: texts.map(({ versionId }) => versionId),
    part,
    renderer: rendererOf(context),
    failedBefore: new Date(clock().getTime() - day),
  })
  const until = performance.now() + mostMilliseconds
  let left = mostRendered
  for (const text of texts) {
    if (html.has(text.versionId)) continue
    html.set(
      text.versionId,
      left-- > 0 && performance.now() < until ? await once(context, part, text) : renderPlain(text.source),
    )
  }
  return html
}

/** Whoever asks for a text that is being rendered waits for the same. */
function once(context: ShownContext, part: store.Part, text: Written): Promise<string> {
  const { underway } = context
  const key = `${part} ${text.versionId}`
  const running = underway.get(key)
  if (running) return running
  const made = renderAndKeep(context, part, text).finally(() => underway.delete(key))
  underway.set(key, made)
  return made
}

async function renderAndKeep(
  context: ShownContext,
  part: store.Part,
  { versionId, source, repository, file }: Written,
): Promise<string> {
  const { database, clock, renderer, images, log } = context
  if (file !== undefined && !markdown.test(file.slice(file.lastIndexOf('/') + 1))) return renderPlain(source)
  let answer
  try {
    answer = await renderer.render(source, { images, repository: repository ?? undefined, file })
  } catch (error) {
    // Too many others wait: it is rendered for somebody later.
    if (isWaybillError(error, 'limit.exceeded')) return renderPlain(source)
    throw error
  }
  const failure = 'failure' in answer ? answer.failure : null
  if (failure !== null) log.warn({ versionId, part, why: failure }, 'a text is shown as it was written')
  const html = 'html' in answer ? answer.html : renderPlain(source)
  const row = { version_id: versionId, part, renderer: rendererOf(context), html, failure, made_at: clock() }
  await store.keepRendered(database, row)
  return html
}

/** What a rendered text depends on besides its source. */
function rendererOf({ images }: ShownContext): string {
  const how =
    images === 'block' ? 'block' : createHash('sha256').update(images.secret).digest('hex').slice(0, 8)
  return `${rules} ${how}`
}

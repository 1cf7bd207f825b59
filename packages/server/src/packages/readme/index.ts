import type { HttpApp } from '../../platform/http/index.ts'
import type { Outgoing } from '../../platform/outgoing/index.ts'
import { fillReadmes, type FillContext } from './fill.ts'
import { openImages } from './images.ts'
import { openRenderer } from './renderer.ts'
import { readmeRoutes } from './routes.ts'
import { shownTexts, type Written } from './shown.ts'
import * as store from './store.ts'

export interface ReadmeContext extends FillContext {
  outgoing: Outgoing
  /** Signs the addresses of images. */
  secret: string
}

/** A README as it is shown. */
export interface Shown {
  readonly html: string
  /** The file in the archive; null where there is none. */
  readonly source: string | null
  readonly truncated: boolean
}

/** READMEs and release notes: sources kept, rendered aside, images fetched. */
export interface Readmes {
  bind: (app: HttpApp) => void
  /** The README of a version; undefined when there is no such version. */
  readme: (name: string, version: string) => Promise<Shown | undefined>
  /** Release notes as HTML, by id of the version. */
  notes: (texts: readonly Omit<Written, 'file'>[]) => Promise<Map<number, string>>
  /** Looks for the READMEs of what was published before they were kept. */
  fill: () => Promise<void>
}

/** Opens all about READMEs; its thread and process end with the HTTP application that it is bound to. */
export function openReadmes(given: ReadmeContext): Readmes {
  const isProxied = given.settings.web.images === 'proxy'
  const renderer = openRenderer()
  const images = openImages({ ...given, secret: isProxied ? given.secret : undefined })
  const underway = new Map<string, Promise<string>>()
  const context = {
    ...given,
    underway,
    renderer,
    images: isProxied ? { secret: given.secret } : ('block' as const),
  }

  const readme: Readmes['readme'] = async (name, version) => {
    const row = await store.readmeOf(given.database, name, version)
    if (!row) return undefined
    const { id, readme: source, readme_file: file, readme_note: note, repository } = row
    if (source === null || file === null) return { html: '', source: null, truncated: false }
    const html = await shownTexts(context, 'readme', [{ versionId: id, source, repository, file }])
    return { html: html.get(id) ?? '', source: file, truncated: note !== null }
  }

  return {
    bind(app) {
      readmeRoutes(app, { readme, imageOf: images.imageOf })
      app.addHook('onClose', async () => {
        renderer.close()
        images.close()
      })
    },
    readme,
    notes: (texts) => shownTexts(context, 'notes', texts),
    fill: () => fillReadmes(given),
  }
}

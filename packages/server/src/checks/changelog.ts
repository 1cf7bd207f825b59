import type { Check } from './check.ts'
import { changelogFile } from './contents.ts'

/** A later version says what it changes: in a changelog that names it, or in release notes. */
export const changelog: Check = {
  id: 'changelog',
  title: 'Changelog',
  needs: 'package',
  async run({ releaseNotes, previous, requirements }, { manifest, texts }) {
    if (!previous) return { status: 'pass', summary: 'A first version needs no changelog.' }
    // Release notes are sent for one version; they need not repeat its number.
    if (releaseNotes?.trim()) return { status: 'pass', summary: 'The release notes say what has changed.' }
    const files = [...texts.keys()].filter((path) => changelogFile.test(path))
    const found = files.find((path) => namesVersion(texts.get(path) ?? '', manifest.version))
    if (found !== undefined)
      return { status: 'pass', summary: `${found} has an entry for ${manifest.version}.` }
    return {
      status: requirements.documentation ? 'fail' : 'warn',
      summary: `Neither release notes nor a changelog say what ${manifest.version} changes.`,
      evidence: files.map((file) => ({ file, text: `It does not name ${manifest.version}.` })),
    }
  },
}

/** The version by itself: 1.2.3 is not named by 11.2.3, 1.2.30 or 1.2.3-beta.1. */
function namesVersion(text: string, version: string): boolean {
  const escaped = version.replaceAll(/[.+]/g, '\\$&')
  return new RegExp(`(?<![\\w.-])v?${escaped}(?![\\w+-]|\\.\\w)`).test(text)
}

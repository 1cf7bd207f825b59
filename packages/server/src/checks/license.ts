import type { Check } from './check.ts'

const licenseFile = /^(licen[cs]e|copying|unlicense)([-._][^/]*)?$/i
/** Words that a manifest may have for what SPDX cannot name. */
const notSpdx = /^(UNLICENSED|SEE LICEN[CS]E IN )/

/** The licence is named by its SPDX expression, its text is there, and it is the one of the last version. */
export const license: Check = {
  id: 'license',
  title: 'Licence',
  needs: 'package',
  async run({ previous }, { manifest, manifestFile, paths }) {
    const problems: string[] = []
    if (manifest.license === undefined) problems.push('The manifest names no licence.')
    else if (notSpdx.test(manifest.license))
      problems.push(`The licence “${manifest.license}” is not an SPDX expression.`)
    if (![...paths].some((path) => licenseFile.test(path) || path.startsWith('LICENSES/')))
      problems.push('The archive has no LICENSE or COPYING file at its top.')
    if (previous && previous.manifest.license !== manifest.license)
      problems.push(
        `The licence was “${previous.manifest.license ?? 'not named'}” in ${previous.version} and is now “${manifest.license ?? 'not named'}”.`,
      )
    const [first] = problems
    if (first === undefined) return { status: 'pass', summary: `The licence is ${manifest.license}.` }
    return {
      status: 'warn',
      summary: first,
      evidence: problems.map((text) => ({ file: manifestFile, text })),
    }
  },
}

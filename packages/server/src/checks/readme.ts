import type { Check } from './check.ts'
import { readmeFile, type PackageContents } from './contents.ts'

/** Characters that a README must have more of, without headings and markup. */
const fewest = 200

/** There is a README that says something. */
export const readme: Check = {
  id: 'readme',
  title: 'README',
  needs: 'package',
  async run({ requirements }, contents) {
    const status = requirements.documentation ? 'fail' : 'warn'
    const file = fileOf(contents)
    if (file === undefined)
      return {
        status,
        summary: 'The archive has no README at its top.',
        evidence: [{ text: 'Add README.md.' }],
      }
    const { length } = proseOf(contents.texts.get(file) ?? '')
    if (length > fewest) return { status: 'pass', summary: `${file} has ${length} characters of text.` }
    return {
      status,
      summary: `${file} has ${length} characters of text beside headings and markup; more than ${fewest} are expected.`,
      evidence: [{ file, text: 'Say what the plugin does, how it is used and what it needs.' }],
    }
  },
}

function fileOf({ manifest, texts }: PackageContents): string | undefined {
  const named = manifest.readme?.replace(/^\.\//, '')
  if (named !== undefined && texts.has(named)) return named
  return [...texts.keys()].find((path) => readmeFile.test(path))
}

/** What is left to read of Markdown: no comments, tags, pictures, link targets, headings and rules. */
function proseOf(markdown: string): string {
  return markdown
    .replaceAll(/<!--[^]*?(-->|$)/g, ' ')
    .replaceAll(/<[^<>]{1,500}>/g, ' ')
    .replaceAll(/!\[[^\]]{0,500}\]\([^)]{0,1000}\)/g, ' ')
    .replaceAll(/\]\([^)]{0,1000}\)/g, ' ')
    .replaceAll(/^ {0,3}#{1,6}(\s.*)?$/gm, ' ')
    .replaceAll(/^.+\n {0,3}(=+|-+)[ \t]*$/gm, ' ')
    .replaceAll(/[\s\p{P}\p{S}]+/gu, ' ')
    .trim()
}

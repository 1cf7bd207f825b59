import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { manifestFiles, parseManifest } from '@waybill/core/manifest'

/** What `init` needs to know. */
export interface PluginStart {
  name: string
  version: string
  description: string
  license: string
  /** Left to the registry's default when absent. */
  category: string | undefined
}

/** A valid name from a folder's. */
export function suggestedName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 100)
  return name || 'my-plugin'
}

/**
 * Writes the files of a new plugin, never over one that is there. Throws `usage.invalid` where the folder has a manifest,
 * and `manifest.invalid` for values that no manifest may have; then nothing is written.
 */
export async function writePlugin(
  folder: string,
  start: PluginStart,
): Promise<{ written: string[]; kept: string[] }> {
  const manifest = manifestText(start)
  parseManifest('plugin.toml', Buffer.from(manifest))
  await mkdir(folder, { recursive: true })
  await refuseManifest(folder)
  const files = {
    'plugin.toml': manifest,
    'README.md': readmeText(start),
    'index.js': mainText,
    '.waybillignore': ignoreText,
  }
  const written: string[] = []
  const kept: string[] = []
  for (const [file, text] of Object.entries(files)) {
    const isNew = await writeNew(join(folder, file), text)
    ;(isNew ? written : kept).push(file)
  }
  return { written, kept }
}

async function refuseManifest(folder: string): Promise<void> {
  const present = new Set(await readdir(folder))
  const manifest = manifestFiles.find((file) => present.has(file))
  if (!manifest) return
  throw new WaybillError('usage.invalid', `${folder} has a ${manifest}: it is a plugin already.`, {
    hint: 'Pack it as it is with “waybill pack”, or choose another folder.',
  })
}

async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** JSON's strings are TOML's basic strings. */
const quoted = (text: string) => JSON.stringify(text)

function manifestText({ name, version, description, license, category }: PluginStart): string {
  return `# docs/manifest.md describes every field.
[package]
name = ${quoted(name)}
version = ${quoted(version)}
description = ${quoted(description)}
license = ${quoted(license)}
${category === undefined ? '# category = "…"   # one of the registry’s; its default otherwise' : `category = ${quoted(category)}`}
keywords = []
readme = "README.md"
main = "index.js"

[dependencies]
# other-plugin = "^1.0.0"
`
}

function readmeText({ name, description }: PluginStart): string {
  return `# ${name}

${description || 'What it does, in a sentence.'}

\`\`\`
waybill install ${name}
waybill run ${name}
\`\`\`
`
}

const mainText = `/** What “waybill run” calls; a host application may call other exports. */
export async function run({ args, write }) {
  write(\`Hello, \${args[0] ?? 'world'}!\\n\`)
}
`

const ignoreText = `# Not packed, in .gitignore's syntax. Once this file is here, .gitignore is not looked at.
node_modules/
test/
*.log
*.tar.gz
*.zip
`

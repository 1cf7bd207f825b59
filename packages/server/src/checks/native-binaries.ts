import type { Check, Evidence } from './check.ts'
import { declaredPermissions } from './code/declared.ts'

const systems = { 'mach-o': 'macOS', pe: 'Windows' } as const

/** Lists native programs; what they do cannot be judged here. Unsigned ones do not run everywhere. */
export const nativeBinaries: Check = {
  id: 'native-binaries',
  title: 'Native binaries',
  needs: 'package',
  async run(_subject, { binaries, elf, paths, manifest }) {
    const unsigned: Evidence[] = []
    const others: Evidence[] = []
    for (const [file, { format, isSigned }] of binaries)
      if (isSigned) others.push({ file, text: `a signed program for ${systems[format]}` })
      else unsigned.push({ file, text: `a program for ${systems[format]} without a signature` })
    for (const file of elf) others.push({ file, text: 'a program or library for Linux' })
    for (const file of paths)
      if (/\.(node|wasm)$/.test(file) && !binaries.has(file) && !elf.includes(file))
        others.push({ file, text: file.endsWith('.wasm') ? 'WebAssembly' : 'an addon of unknown format' })
    const evidence = [...unsigned, ...others]
    if (evidence.length === 0) return { status: 'pass', summary: 'There are no native binaries.' }
    if (unsigned.length > 0)
      return { status: 'warn', summary: `${unsigned.length} native binaries are not signed.`, evidence }
    if (!declaredPermissions(manifest).has('native-code'))
      return {
        status: 'warn',
        summary: `There are ${evidence.length} native binaries, and the manifest does not declare “native-code”.`,
        evidence,
      }
    return { status: 'pass', summary: `There are ${evidence.length} native binaries.`, evidence }
  },
}

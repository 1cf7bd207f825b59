import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a running registry writes beside its data, so that others can name it. */
export interface RunningNote {
  pid: number
  url: string
  since: string
}

const notePath = (data: string) => join(data, 'registry.json')

export async function writeNote(data: string, note: RunningNote): Promise<void> {
  await writeFile(`${notePath(data)}.tmp`, JSON.stringify(note))
  await rename(`${notePath(data)}.tmp`, notePath(data))
}

/** The note of the registry that runs, or ran last and was killed, on this data folder. */
export async function readNote(data: string): Promise<RunningNote | undefined> {
  try {
    return JSON.parse(await readFile(notePath(data), 'utf8')) as RunningNote
  } catch {
    return undefined
  }
}

export function removeNote(data: string): Promise<void> {
  return rm(notePath(data), { force: true })
}

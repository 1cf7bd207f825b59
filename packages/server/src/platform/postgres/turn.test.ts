import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { cleanUp, eventually, killHard, newFolder } from './harness.ts'
import { existingLayout, type Layout } from './layout.ts'
import { takeTurn } from './turn.ts'

afterEach(cleanUp)

async function newLayout(): Promise<Layout> {
  const layout = await existingLayout(await newFolder())
  if (layout === undefined) throw new Error('no folder')
  await mkdir(layout.cluster)
  await writeFile(layout.password, 'secret')
  return layout
}

test.skipIf(process.platform === 'darwin')('one has the turn of a folder at a time', async () => {
  const [layout, other] = [await newLayout(), await newLayout()]
  const turn = await takeTurn(layout)
  expect(turn).toBeDefined()
  expect(await takeTurn(layout)).toBeUndefined()
  const elsewhere = await takeTurn(other)
  expect(elsewhere).toBeDefined()
  elsewhere?.end()
  turn?.end()
  const next = await eventually(() => takeTurn(layout))
  next.end()
})

test.skipIf(process.platform === 'darwin')('the turn of a killed process is free', async () => {
  const layout = await newLayout()
  const script = `
    import { takeTurn } from ${JSON.stringify(new URL('./turn.ts', import.meta.url).href)}
    const turn = await takeTurn(${JSON.stringify(layout)})
    process.stdout.write(turn ? 'taken' : 'refused')
    setInterval(() => undefined, 1e6)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  expect(String(said)).toBe('taken')
  expect(await takeTurn(layout)).toBeUndefined()
  await killHard(child)
  const turn = await eventually(() => takeTurn(layout))
  turn.end()
})

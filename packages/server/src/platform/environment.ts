/** Every environment name the server reads, in one place (DESIGN §5). */
export interface Environment {
  data: string | undefined
  port: string | undefined
  host: string | undefined
  publicUrl: string | undefined
  databaseUrl: string | undefined
  storage: string | undefined
  config: string | undefined
  smtp: string | undefined
  stripeSecretKey: string | undefined
  stripeWebhookSecret: string | undefined
}

export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  return {
    data: env.WAYBILL_DATA || undefined,
    port: env.WAYBILL_PORT || undefined,
    host: env.WAYBILL_HOST || undefined,
    publicUrl: env.WAYBILL_PUBLIC_URL || undefined,
    databaseUrl: env.DATABASE_URL || undefined,
    storage: env.WAYBILL_STORAGE || undefined,
    config: env.WAYBILL_CONFIG || undefined,
    smtp: env.WAYBILL_SMTP || undefined,
    stripeSecretKey: env.WAYBILL_STRIPE_SECRET_KEY || undefined,
    stripeWebhookSecret: env.WAYBILL_STRIPE_WEBHOOK_SECRET || undefined,
  }
}

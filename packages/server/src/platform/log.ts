import { pino, type Logger } from 'pino'

export type { Logger }

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/** JSON lines on standard error, so that standard output stays the command's own. Tokens never reach the log. */
export function createLogger(level: LogLevel): Logger {
  return pino(
    { level, base: { service: 'waybill' }, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    pino.destination({ fd: 2, sync: false }),
  )
}

/** The clock comes in as an argument, so that tests can set it. */
export type Clock = () => Date

/** The system's clock, put forward by some milliseconds (back when negative). */
export const clockWithSkew =
  (skewMs: number): Clock =>
  () =>
    new Date(Date.now() + skewMs)

export const systemClock: Clock = clockWithSkew(0)

export const second = 1000

export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

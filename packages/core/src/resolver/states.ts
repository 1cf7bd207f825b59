/**
 * A set of states that a package can be in, as bits: bit 0 is “absent”, bit i + 1 its version i, oldest first. With
 * versions counted one by one, node-semver's rules hold exactly, and every operation of the solver is one on bits.
 */
export type States = bigint

export const absent: States = 1n

export const stateOf = (index: number): States => 1n << BigInt(index + 1)

/** Indexes of the versions in a set, oldest first. */
export function versionsIn(states: States): number[] {
  const indexes: number[] = []
  for (let rest = states >> 1n, i = 0; rest > 0n; rest >>= 1n, i++) if (rest & 1n) indexes.push(i)
  return indexes
}

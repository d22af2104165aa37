/**
 * What: an assertion that stays in the shipped code.
 * Why: a simulator that is wrong must stop and say so; a picture of a broken run teaches something false.
 */

/** A bug in our own code: a law of the simulation was broken. What a person typed wrong is never this. */
export class InvariantError extends Error {
  override name = 'InvariantError'
}

/** Throws when `condition` is false. `law` starts with the law's name: "I2: a fork depends on ...". */
export function invariant(condition: boolean, law: string): asserts condition {
  if (!condition) throw new InvariantError(law)
}

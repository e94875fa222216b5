// The seed of every property test: the same in each run, so that a change is judged by itself and not by luck.
// HOLDFAST_SEED=NUMBER tries another, HOLDFAST_SEED=random a new one; a failure prints what to give.

import fc from "fast-check";

const FIXED_SEED = 20_261_123;

const wanted = process.env.HOLDFAST_SEED ?? String(FIXED_SEED);
const seed = wanted === "random" ? Date.now() % 2 ** 31 : Number(wanted);
if (!Number.isSafeInteger(seed)) throw new Error(`HOLDFAST_SEED must be a whole number or random`);

fc.configureGlobal({ seed });

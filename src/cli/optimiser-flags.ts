// When V8 optimises a function. A command and the program that it runs live for seconds, and Node 20 optimises so soon
// that a third of the processor time goes into code that is hardly used any more. Later versions wait by themselves and
// have no such flag. Measured with `npm run bench`: an apply of 1,000 objects takes an eighth less time and a third less
// processor time, both programs of a preview an eighth less; plans of 10,000 objects take as long as before.

/** Of V8, as Node's command line takes them. */
export const OPTIMISER_FLAGS: readonly string[] = process.versions.node.startsWith("20.")
  ? ["--interrupt-budget=250000"]
  : [];

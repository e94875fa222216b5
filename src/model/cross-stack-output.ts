// Outputs that the CDK library writes for a reference from one stack to another. It declares each of them as
// sensitive, whatever it gives, so the declaration says nothing there: what counts is the value, and a secret
// is refused as in every other output.

const PREFIX = "cross-stack-output-";
const INPUT_PREFIX = "cross-stack-reference-input-";

/** @param name - of an output, as in Terraform JSON. */
export function isCrossStackOutput(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** Those that the program declares itself: what is listed to people. Programs get all, as from Terraform. */
export function declaredOutputs<T>(outputs: { readonly [name: string]: T }): {
  readonly [name: string]: T;
} {
  const entries = Object.entries(outputs);
  return Object.fromEntries(entries.filter(([name]) => !isCrossStackOutput(name)));
}

/** The stack whose outputs the CDK library reads by a data source of this name; undefined for any other name. */
export function stackOfInput(name: string): string | undefined {
  return name.startsWith(INPUT_PREFIX) ? name.slice(INPUT_PREFIX.length) : undefined;
}

// Outputs that the CDK library writes for a reference from one stack to another. It declares each of them as
// sensitive, whatever it gives, so the declaration says nothing there: what counts is the value, and a secret
// is refused as in every other output.

const PREFIX = "cross-stack-output-";

/** @param name - of an output, as in Terraform JSON. */
export function isCrossStackOutput(name: string): boolean {
  return name.startsWith(PREFIX);
}

// The one door to the CDK library: everything in this repository, generated bindings and users' programs
// included, takes it from here (as `holdfast/cdk`), so that a move to another library is one line.
//
// The library records a whole stack trace for every token, which nobody here reads and which makes large
// programs several times slower; the variable below turns it off unless the user has set it.

export * from "cdktn";
export { Construct, type IConstruct } from "constructs";

process.env.CDKTN_DISABLE_CREATION_STACK ??= "1";

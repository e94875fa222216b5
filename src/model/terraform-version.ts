// Which Terraform Holdfast stands in for.

/** The Terraform whose language and whose formats of state and plan these are. */
export const TERRAFORM_VERSION = "1.11.4";

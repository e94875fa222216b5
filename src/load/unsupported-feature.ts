// What Terraform's language has and this release does not is refused by name, never ignored.

export const UNSUPPORTED_SUMMARY = "Unsupported language feature";

// Text as Unicode has it. JavaScript's may hold half of a character that takes two places.

/** Halves of characters become U+FFFD, as where Terraform reads them. */
export function withoutHalves(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

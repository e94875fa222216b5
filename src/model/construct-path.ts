// Paths of constructs as people know them: the innermost construct of a resource is called Resource or Default by
// convention, and says nothing.

/** `edge/site/esx01/Resource` → `edge/site/esx01`. */
export function formatConstruct(path: string): string {
  return path.replace(/\/(Resource|Default)$/, "");
}

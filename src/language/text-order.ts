// How Terraform orders and normalises text: by UTF-8 bytes, in Unicode normal form C. JavaScript's own
// order, by UTF-16 units, differs for characters beyond the basic plane.

/** Order of the UTF-8 encodings: negative, zero or positive. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** `text` in normal form C, as every string of Terraform is. */
export function normalize(text: string): string {
  return isAscii(text) ? text : text.normalize("NFC");
}

/** Names in the order in which Terraform walks a map or an object. */
export function sortedNames(object: { readonly [name: string]: unknown }): readonly string[] {
  return Object.keys(object).sort(compareBytes);
}

/** Surrogates stand for characters above all others of the basic plane. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

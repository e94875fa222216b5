// A word for a shell to type.

/** As it stands where a shell takes it so, else in quotes. */
export function shellText(word: string): string {
  return /^[\w./@:+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

// Hands readonly data to libraries that declare their input mutable and in types of their own.

/** A deep copy by way of JSON, typed as the receiver wants it. */
export function copyAsJson<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

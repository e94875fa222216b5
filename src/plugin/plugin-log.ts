// Log lines in the JSON form of hclog, which Terraform reads from a plugin's stderr and shows with TF_LOG.

export type LogLevel = "debug" | "info" | "warn" | "error";

export type Log = (level: LogLevel, message: string, details?: LogDetails) => void;

/** Never a value of a configuration. */
export interface LogDetails {
  readonly [name: string]: string | number | boolean;
}

/** `write` takes whole lines. */
export function makeLog(write: (line: string) => void, now: () => Date): Log {
  return (level, message, details = {}) => {
    const line = {
      "@level": level,
      "@message": message,
      "@module": "holdfast",
      "@timestamp": now().toISOString(),
      ...details,
    };
    write(`${JSON.stringify(line)}\n`);
  };
}

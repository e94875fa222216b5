// Log lines in the JSON form of hclog, which Terraform reads from a plugin's stderr and shows with TF_LOG. Times have six
// digits after the second: a line with any other number of them is no log line to go-plugin, and shown raw.

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
      "@timestamp": now().toISOString().replace("Z", "000Z"),
      ...details,
    };
    write(`${JSON.stringify(line)}\n`);
  };
}

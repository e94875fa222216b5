// The values of the keyword `format`: the generated validators ask here.

export const FORMATS = { "date-time": isDateTime } as const;

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function isDateTime(text: string): boolean {
  const day = DATE_TIME.exec(text)?.[1];
  return day !== undefined && !Number.isNaN(Date.parse(text)) && isDay(day);
}

/** A day that its month does not have is read as one of the next. */
function isDay(day: string): boolean {
  return new Date(Date.parse(`${day}T00:00:00Z`)).toISOString().startsWith(day);
}

// Calls of formatdate, timeadd and timecmp, whose values Terraform is asked for.

import type { Json } from "../../../src/model/json.js";

const in$ = (...expressions: readonly string[]): readonly Json[] =>
  expressions.map((text) => `\${${text}}`);

const TIMES = [
  ...[
    "2025-01-31T12:34:56Z",
    "2024-02-29T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "2000-02-29T23:59:59+05:30",
  ],
  ...[
    "1999-12-31T23:59:59-08:00",
    "2025-06-07T08:09:10.123456789Z",
    "2025-06-07T08:09:10.1234567891Z",
  ],
  ...[
    "2025-06-07T08:09:10,5Z",
    "2025-06-07T08:09:10.Z",
    "2025-06-07T8:09:10Z",
    "2025-06-07t08:09:10z",
  ],
  ...[
    "2025-06-07 08:09:10Z",
    "2025-06-07T08:09:60Z",
    "2025-06-07T24:00:00Z",
    "2025-13-01T00:00:00Z",
  ],
  ...[
    "2025-00-01T00:00:00Z",
    "2025-01-00T00:00:00Z",
    "2025-01-32T00:00:00Z",
    "0000-01-01T00:00:00Z",
  ],
  ...[
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "0050-03-04T05:06:07Z",
    "2025-06-07T08:09:10",
  ],
  ...["2025-06-07T08:09:10+24:00", "2025-06-07T08:09:10+23:59", "2025-06-07T08:09:10+00:60", ""],
  ...[
    "2025-06-07T08:09:10+00:00",
    "2025-06-07T08:09:10-00:00",
    "2025-06-07T08:09:10+0100",
    "20250607T080910Z",
  ],
  ...[
    "2025-06-07T08:09:10Z ",
    "2025-6-07T08:09:10Z",
    "2025-06-07T08:60:10Z",
    "2025-04-31T00:00:00Z",
    "25-06-07T08:09:10Z",
  ],
] as const;

const DURATIONS = [
  ...[
    "1h",
    "-1h30m",
    "+5s",
    "0",
    "0s",
    "1.5h",
    ".5s",
    "5.s",
    "1h30m10s",
    "100ms",
    "1us",
    "1µs",
    "1μs",
    "1ns",
  ],
  ...[
    "-0",
    "1d",
    "1",
    "h",
    "",
    "1h-30m",
    "1 h",
    "1H",
    "87600h",
    "2562047h47m16.854775807s",
    "2562048h",
  ],
  ...[
    "-2562047h47m16.854775808s",
    "1e3s",
    "1..5s",
    ".s",
    "1h1h",
    "0.9999999999s",
    "-1ns",
    "0.000000001s",
  ],
] as const;

const FORMATS = [
  ...[
    "YYYY-MM-DD",
    "YY",
    "Y",
    "YYY",
    "M MM MMM MMMM",
    "MMMMM",
    "D DD",
    "DDD",
    "EEE EEEE",
    "E",
    "EE",
    "EEEEE",
  ],
  ...[
    "h hh",
    "hhh",
    "H HH",
    "AA aa",
    "A",
    "a",
    "Aa",
    "m mm",
    "s ss",
    "sss",
    "Z ZZZ ZZZZ ZZZZZ",
    "ZZ",
    "ZZZZZZ",
  ],
  ...[
    "'at' hh:mm",
    "''",
    "'it''s'",
    "'open",
    "'",
    "'''",
    "''''",
    "'a'''",
    "",
    "é-YYYY",
    "[YYYY]",
    "x",
    "T",
    "DD'T'hh",
  ],
  ...["'a''b'c", "YYYY''MM", "'é'", "\\t", "1", "'''a'", "hh''mm", "'x'  'y'"],
] as const;

export const TIME_CASES = {
  times: in$(
    ...TIMES.flatMap((time) => [
      `formatdate("YYYY-MM-DD'T'hh:mm:ssZ EEE HH aa", "${time}")`,
      `timeadd("${time}", "1h")`,
      `timecmp("${time}", "2025-06-07T08:09:10Z")`,
      `timecmp("2025-06-07T08:09:10Z", "${time}")`,
    ]),
    ...DURATIONS.flatMap((duration) => [
      `timeadd("2025-06-07T08:09:10Z", "${duration}")`,
      `timeadd("2025-12-31T23:59:59.999999999+05:30", "${duration}")`,
    ]),
    ...FORMATS.flatMap((format) =>
      ["2025-06-07T08:09:01Z", "2025-12-25T12:00:59-03:30", "0999-11-30T00:59:00+00:00"].map(
        (time) => `formatdate("${format}", "${time}")`,
      ),
    ),
    ...["0", "1", "5", "11", "12", "13", "23"].map(
      (hour) => `formatdate("h hh H HH AA aa", "2025-01-01T${hour.padStart(2, "0")}:00:00Z")`,
    ),
    ...Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, "0")).map(
      (month) => `formatdate("MMMM MMM EEEE", "2025-${month}-${month}T00:00:00Z")`,
    ),
    ...["null", "local.uid", "local.sec", "local.udyn", "5", "[]"].flatMap((x) => [
      ...[`formatdate(${x}, "2025-06-07T08:09:10Z")`, `formatdate("YYYY", ${x})`],
      ...[`timeadd(${x}, "1h")`, `timeadd("2025-06-07T08:09:10Z", ${x})`, `timecmp(${x}, ${x})`],
    ]),
    ...[
      'formatdate("YYYY", sensitive("2025-06-07T08:09:10Z"))',
      'timeadd("9999-12-31T23:59:59Z", "1h")',
    ],
    ...[
      'timeadd("0000-01-01T00:00:00Z", "-1h")',
      'timeadd("0000-01-01T00:00:00Z", "-87600h")',
      "timecmp()",
    ],
    ...[
      'formatdate("YYYY YY", timeadd("9999-12-31T23:59:59Z", "1h"))',
      "timeadd()",
      'formatdate("YYYY")',
    ],
    ...[
      'timecmp("2025-06-07T08:09:10.1Z", "2025-06-07T08:09:10.2Z")',
      'timecmp("2025-06-07T08:09:10Z", "2025-06-07T10:09:10+02:00")',
    ],
  ),
} as const;

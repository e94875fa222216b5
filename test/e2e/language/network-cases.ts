// Calls of the functions on IP networks, whose values Terraform is asked for.

import type { Json } from "../../../src/model/json.js";

const in$ = (...expressions: readonly string[]): readonly Json[] =>
  expressions.map((text) => `\${${text}}`);

const PREFIXES = [
  ...['"10.1.2.3/16"', '"10.0.0.0/8"', '"0.0.0.0/0"', '"255.255.255.255/32"', '"192.168.1.0/30"'],
  ...['"2001:db8::/32"', '"::/0"', '"fe80::1:0:0:1/64"', '"2001:0DB8:0:0:1::/80"', '"::1/128"'],
  ...['"::ffff:10.0.0.0/104"', '"010.001.0.0/16"', '"1:2:3:4:5:6:7:8/64"', '"1::10.0.0.1/96"'],
  ...[
    '"10.0.0.0"',
    '"10.0.0.0/33"',
    '"10.0.0/8"',
    '"256.0.0.0/8"',
    '"::/129"',
    '"a"',
    '""',
    '"1:::2/64"',
  ],
  ...[
    '"10.0.0.0/8 "',
    '"10.0.0.0/08"',
    '"10.0.0.0/"',
    '"1:2:3:4:5:6:7/64"',
    '"1::2::3/64"',
    '"fe80::%e/64"',
  ],
  ...[
    '"00001::/16"',
    '"12345::/16"',
    '"::1:2:3:4:5:6:7:8/16"',
    '"1::2:3:4:5:6:7:8/16"',
    '"g::/16"',
    '":1::/16"',
  ],
  ...["null", "5", "local.uid", "local.sec", 'sensitive("10.0.0.0/8")', "local.udyn", "[]"],
] as const;

export const NETWORK_CASES = {
  networks: in$(
    ...PREFIXES.flatMap((prefix) => [
      ...[`cidrhost(${prefix}, 5)`, `cidrhost(${prefix}, -2)`, `cidrnetmask(${prefix})`],
      ...[
        `cidrsubnet(${prefix}, 4, 3)`,
        `cidrsubnets(${prefix}, 4, 2, 8)`,
        `cidrsubnets(${prefix})`,
      ],
    ]),
    ...[
      "0",
      "255",
      "256",
      "-256",
      "-257",
      "1.5",
      "1e30",
      "null",
      "local.unum",
      '"7"',
      '"x"',
      "-1e30",
    ].map((number) => `cidrhost("10.0.0.0/24", ${number})`),
    ...[
      "18446744073709551615",
      "18446744073709551616",
      "9223372036854775807",
      "9223372036854775808",
    ].flatMap((number) => [
      `cidrhost("2001:db8::/32", ${number})`,
      `cidrhost("10.0.0.0/24", ${number})`,
      `cidrsubnet("2001:db8::/32", 70, ${number})`,
      `cidrhost("2001:db8::/32", -${number})`,
    ]),
    ...[
      "8, 0",
      "8, 255",
      "8, 256",
      "8, -1",
      "24, 1",
      "25, 0",
      "0, 0",
      "0, 1",
      "-1, 0",
      "1.5, 0",
      "8, 1.5",
    ].flatMap((rest) => [
      `cidrsubnet("10.0.0.0/8", ${rest})`,
      `cidrsubnet("2001:db8::/32", ${rest})`,
    ]),
    ...[
      "64, 1",
      "63, 9",
      "96, 5",
      "97, 0",
      "8, 1e30",
      "local.unum, 1",
      "8, local.unum",
      "null, 1",
      "8, null",
    ].map((rest) => `cidrsubnet("2001:db8::/32", ${rest})`),
    ...[
      "8, -2",
      "16, -300",
      "-8, 0",
      "-1, 1",
      '"8", "2"',
      "8, sensitive(2)",
      "sensitive(8), 2",
    ].map((rest) => `cidrsubnet("10.0.0.0/8", ${rest})`),
    ...[
      "1, 1",
      "1, 1, 1",
      "2, 1, 2",
      "24",
      "25",
      "0",
      "33",
      "-1",
      "1.5",
      "local.unum",
      "null",
      "8, 16, 8, 24, 8",
    ].flatMap((rest) => [
      `cidrsubnets("10.0.0.0/8", ${rest})`,
      `cidrsubnets("fd00::/16", ${rest})`,
    ]),
    ...[
      'cidrsubnets("0.0.0.0/0", 1, 1)',
      'cidrsubnets("0.0.0.0/0", 1, 1, 1)',
      'cidrsubnets("255.0.0.0/8", 1, 1, 1)',
    ],
    ...[
      'cidrsubnets("10.0.0.0/8", [8, 8]...)',
      'cidrsubnets("10.0.0.0/8", sensitive(8), 8)',
      "cidrhost()",
    ],
    ...[
      'cidrsubnets("10.0.0.0/8", 4, 8, "4")',
      "cidrsubnets()",
      'cidrhost("10.0.0.0/8")',
      "cidrnetmask()",
    ],
    ...[
      'cidrhost("::ffff:10.0.0.0/104", 300)',
      'cidrsubnet("::ffff:10.0.0.0/104", 8, 300)',
      'cidrhost("1::/64", -1)',
    ],
  ),
} as const;

// Calls of the functions that hash, whose values Terraform is asked for.

import type { Json } from "../../../src/model/json.js";

const in$ = (...expressions: readonly string[]): readonly Json[] =>
  expressions.map((text) => `\${${text}}`);

const TEXTS = [
  ...[
    '"a"',
    '""',
    '"é😀"',
    '"e\\u0301"',
    "5",
    "true",
    "1.5",
    "null",
    "[]",
    "local.uid",
    "local.udyn",
    "local.sec",
  ],
  ...["local.secu", '"a\\nb"', "tostring(null)"],
];

const ID = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";

const NAMESPACES = [
  ...[
    "dns",
    "url",
    "oid",
    "x500",
    ID,
    ID.toUpperCase(),
    `urn:uuid:${ID}`,
    `{${ID}}`,
    `x${ID}y`,
    `é${ID}`,
  ],
  ...[
    ID.replaceAll("-", ""),
    "",
    "DNS",
    "a",
    ID.slice(1),
    `${ID}0`,
    `URN:UUID:${ID}`,
    ID.replace("-", "x"),
    `{${ID}`,
  ],
  ...[ID.replace("6", "g"), ID.replaceAll("-", "").replace("6", "g")],
];

export const HASH_CASES = {
  hashes: in$(
    ...["base64sha256", "base64sha512", "md5", "sha1", "sha256", "sha512"].flatMap((name) => [
      ...TEXTS.map((text) => `${name}(${text})`),
      ...[`${name}()`, `${name}("a", "b")`],
    ]),
    ...NAMESPACES.map((namespace) => `uuidv5("${namespace}", "www.example.com")`),
    ...TEXTS.flatMap((text) => [`uuidv5("dns", ${text})`, `uuidv5(${text}, "a")`]),
    ...["uuidv5()", 'uuidv5("dns")'],
  ),
} as const;

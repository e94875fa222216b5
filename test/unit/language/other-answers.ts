// What Terraform 1.11.4 answered to calls of the functions on times, networks, hashes and files.

import { NOT_NULL } from "../../../src/model/value.js";
import { memoryFiles } from "../../support/memory-files.js";
import type { Answer } from "./function-answers.js";

export const OTHER_ANSWERS: readonly Answer[] = [
  ["base64sha256('')", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "string"],
  [
    "base64sha512('')",
    "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
    "string",
  ],
  ["cidrhost('10.1.0.0/16', -2)", "10.1.255.254", "string"],
  ["cidrnetmask('10.1.0.0/12')", "255.240.0.0", "string"],
  ["cidrsubnet('fd00::/16', 8, 2)", "fd00:200::/24", "string"],
  ["cidrsubnets('10.0.0.0/8', 4, 8)", ["10.0.0.0/12", "10.16.0.0/16"], ["list", "string"]],
  [
    "formatdate('EEE, DD MMM YYYY hh:mm ZZZ', '2025-06-07T08:09:10Z')",
    "Sat, 07 Jun 2025 08:09 UTC",
    "string",
  ],
  ["md5('é')", "66ddcd97cfdeabb2f6fb8a999b4bc76f", "string"],
  ["sha1('a')", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8", "string"],
  ["sha256('a')", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", "string"],
  [
    "sha512('a')",
    "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75",
    "string",
  ],
  ["timeadd('2025-12-31T23:59:59.5+01:00', '1.5s')", "2026-01-01T00:00:01+01:00", "string"],
  ["timecmp('2025-06-07T08:09:10Z', '2025-06-07T10:09:10+02:00')", 0, "number"],
  ["uuidv5('dns', 'example.com')", "cfbff0d1-9375-5685-968c-48ce8b15ae17", "string"],
];

/** What the calls of {@link FILE_ANSWERS} find. */
export const OUTSIDE = {
  files: memoryFiles({
    "/stack/a.txt": "hello",
    "/stack/.b/c.txt": "c",
    "/stack/hello.tftpl": "%{ for x in list }${name}-${x} %{ endfor }",
  }),
  planTime: "2025-06-07T08:09:10Z",
};

export const FILE_ANSWERS: readonly Answer[] = [
  ["abspath('a/../b')", "/stack/b", "string"],
  ["basename('a/b/')", "b", "string"],
  ["bcrypt('a')", NOT_NULL, "string"],
  ["dirname('a/b/')", "a/b", "string"],
  ["file('a.txt')", "hello", "string"],
  ["filebase64('a.txt')", "aGVsbG8=", "string"],
  ["filebase64sha256('a.txt')", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", "string"],
  [
    "filebase64sha512('a.txt')",
    "m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw==",
    "string",
  ],
  ["fileexists('b.txt')", false, "bool"],
  ["filemd5('a.txt')", "5d41402abc4b2a76b9719d911017c592", "string"],
  ["fileset('.', '**/{a,c}.t?t')", [".b/c.txt", "a.txt"], ["set", "string"]],
  ["filesha1('a.txt')", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", "string"],
  [
    "filesha256('a.txt')",
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    "string",
  ],
  [
    "filesha512('a.txt')",
    "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043",
    "string",
  ],
  ["pathexpand('~/x/')", "/home/me/x", "string"],
  ["plantimestamp()", "2025-06-07T08:09:10Z", "string"],
  ["templatefile('hello.tftpl', {name = 'n', list = [1, 2]})", "n-1 n-2 ", "string"],
  ["templatestring(path.module, {})", NOT_NULL, "string"],
  ["timestamp()", NOT_NULL, "string"],
  ["uuid()", NOT_NULL, "string"],
];

// Calls of rsadecrypt, whose values Terraform is asked for. The key was made for them and protects nothing.

import type { Json } from "../../../src/model/json.js";

/** One key in the three forms that there are. */
const KEYS = {
  pkcs1: `-----BEGIN RSA PRIVATE KEY-----
MIICXQIBAAKBgQCw+CP5mp4qMPZcvwqL0GugIvl2Kwe7IdU6zT/DD2V0gtSqZUYr
WU+9mwep7zzOIXH8HEDighr+rUMgu4bGDLYofvbFQ0YqQ4qkNTRZjK30YQoI7up4
fgtJEFRL2zSnDkpS9tLCEnSHpH09otytIcCAMpne97qwZxXtgkKRzw5QRwIDAQAB
AoGAbt5mm1+Uq1YVYjGFh+ZBJwgCRVfb9g7SKY6g3bFtnDrCxSXBejLv1BemC36I
F5O4d3uz4rQj+V3O6ljRrI4WJ+npnlVvlwXLYujmf+Ea+eodeXWCodMqXCa2dpxR
PI+TvHCwDh9MVlz2wsIbYpve0MM5F+xTBjRHjeM0ZoMsEWECQQDadFi5Ytmes698
mKzq7o1g28AfLHhounfv4iEbxh5YZ1v8PFiMxvZrvJJ5ieFUniRbSBim3Z0LyuSh
KBMvbzvpAkEAz2KC5BwtFTStY9bwrxkOdKsdCPrL6MvKGW8UHz2yBOIaraS/chWi
BfrE0dHDSfBvzjrFxVQ5iDmAJtW5MtP8rwJBAIJMd0dMUKU6Y+ebYThXxXgKWtO9
QKym3Db21+yrBRqRu+n9TIvbeMvWFD/uH7rLAMB5hkqxUKTiBfCh6J+YZ1ECQQCE
YrKDw6jT3KjDDzbdz/T2bTU/wjnhBhahXdNOjifSDjRRnNXJkh24C3kRKAKudJoq
4EHX0ghX+bzhDZYH6GNpAkA/+Bzl/LAgCcPeGifv+t0cAQAA0G9qmDlhoJJiPO71
OXXlcn9jXk7OvUyxnzH2kxhAb8TTGRk04n0rvveV/qpi
-----END RSA PRIVATE KEY-----
`,
  pkcs8: `-----BEGIN PRIVATE KEY-----
MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBALD4I/maniow9ly/
CovQa6Ai+XYrB7sh1TrNP8MPZXSC1KplRitZT72bB6nvPM4hcfwcQOKCGv6tQyC7
hsYMtih+9sVDRipDiqQ1NFmMrfRhCgju6nh+C0kQVEvbNKcOSlL20sISdIekfT2i
3K0hwIAymd73urBnFe2CQpHPDlBHAgMBAAECgYBu3mabX5SrVhViMYWH5kEnCAJF
V9v2DtIpjqDdsW2cOsLFJcF6Mu/UF6YLfogXk7h3e7PitCP5Xc7qWNGsjhYn6eme
VW+XBcti6OZ/4Rr56h15dYKh0ypcJrZ2nFE8j5O8cLAOH0xWXPbCwhtim97QwzkX
7FMGNEeN4zRmgywRYQJBANp0WLli2Z6zr3yYrOrujWDbwB8seGi6d+/iIRvGHlhn
W/w8WIzG9mu8knmJ4VSeJFtIGKbdnQvK5KEoEy9vO+kCQQDPYoLkHC0VNK1j1vCv
GQ50qx0I+svoy8oZbxQfPbIE4hqtpL9yFaIF+sTR0cNJ8G/OOsXFVDmIOYAm1bky
0/yvAkEAgkx3R0xQpTpj55thOFfFeApa071ArKbcNvbX7KsFGpG76f1Mi9t4y9YU
P+4fussAwHmGSrFQpOIF8KHon5hnUQJBAIRisoPDqNPcqMMPNt3P9PZtNT/COeEG
FqFd006OJ9IONFGc1cmSHbgLeREoAq50mirgQdfSCFf5vOENlgfoY2kCQD/4HOX8
sCAJw94aJ+/63RwBAADQb2qYOWGgkmI87vU5deVyf2NeTs69TLGfMfaTGEBvxNMZ
GTTifSu+95X+qmI=
-----END PRIVATE KEY-----
`,
  openssh: `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAlwAAAAdzc2gtcn
NhAAAAAwEAAQAAAIEAsPgj+ZqeKjD2XL8Ki9BroCL5disHuyHVOs0/ww9ldILUqmVGK1lP
vZsHqe88ziFx/BxA4oIa/q1DILuGxgy2KH72xUNGKkOKpDU0WYyt9GEKCO7qeH4LSRBUS9
s0pw5KUvbSwhJ0h6R9PaLcrSHAgDKZ3ve6sGcV7YJCkc8OUEcAAAH4jmr+/I5q/vwAAAAH
c3NoLXJzYQAAAIEAsPgj+ZqeKjD2XL8Ki9BroCL5disHuyHVOs0/ww9ldILUqmVGK1lPvZ
sHqe88ziFx/BxA4oIa/q1DILuGxgy2KH72xUNGKkOKpDU0WYyt9GEKCO7qeH4LSRBUS9s0
pw5KUvbSwhJ0h6R9PaLcrSHAgDKZ3ve6sGcV7YJCkc8OUEcAAAADAQABAAAAgG7eZptflK
tWFWIxhYfmQScIAkVX2/YO0imOoN2xbZw6wsUlwXoy79QXpgt+iBeTuHd7s+K0I/ldzupY
0ayOFifp6Z5Vb5cFy2Lo5n/hGvnqHXl1gqHTKlwmtnacUTyPk7xwsA4fTFZc9sLCG2Kb3t
DDORfsUwY0R43jNGaDLBFhAAAAQD/4HOX8sCAJw94aJ+/63RwBAADQb2qYOWGgkmI87vU5
deVyf2NeTs69TLGfMfaTGEBvxNMZGTTifSu+95X+qmIAAABBANp0WLli2Z6zr3yYrOrujW
DbwB8seGi6d+/iIRvGHlhnW/w8WIzG9mu8knmJ4VSeJFtIGKbdnQvK5KEoEy9vO+kAAABB
AM9iguQcLRU0rWPW8K8ZDnSrHQj6y+jLyhlvFB89sgTiGq2kv3IVogX6xNHRw0nwb846xc
VUOYg5gCbVuTLT/K8AAAAAAQID
-----END OPENSSH PRIVATE KEY-----
`,
} as const;

/** Encrypted for it: "hällo", nothing, and something with another padding. */
const TEXTS = [
  "jpdtn7Btf7UIOT7wTlTEsqLGXUYGyyrRUesRzjV+f1MzR37/2CT3qEU/mFofmK6QF8xZrpoq4mcQF9zR2j0KWIz9cg9VoYHPmnWVbra/Q0qrAvtlpGbadNnl/pc7SYXxrRbtsnU9ZBvIgrzANvlX3ahtmi5tF0CqIWXwuLe4Ruc=",
  "WQEwNPqJGqdyRpQmu6faONf0aXTowv9y9U52UI/Jo1dLdLr+7ePNah11aJ7ZtI6qrVxB2dT46jUMn1J4lvOPrsURx122UitFz4DJ//vafNASYda1GUu2eEv6il84QdfOO05bRcWsOp6o2hGo5ybtWR70VaAXnaMD0qPNS0vGy3A=",
  "QKaGYhjulXfaXUawq5CeXJr1l5EUOMYKMyYJxFt92/JBrWKxTbPklwn2Cb8KYuR0mIjuQdc4T7fXJM7k/jcvMoArfqZredpWUHZEEtyVH662U0v9nJlPcOg7eVn1oppkJU28uoWeXyYt8qe1CkWfnAmNlDCNdIXbolBkH4hRF7U=",
] as const;

const quoted = (text: string) => JSON.stringify(text);

const call = (...args: readonly string[]): Json => `\${rsadecrypt(${args.join(", ")})}`;

const [FIRST] = TEXTS;

export const RSA_CASES = {
  rsadecrypt: [
    ...TEXTS.flatMap((text) => Object.values(KEYS).map((key) => call(quoted(text), quoted(key)))),
    ...Object.values(KEYS).map((key) => call(quoted(FIRST), quoted(key.trim()))),
    ...[
      "a",
      "",
      "AAAA",
      FIRST.slice(4),
      `${FIRST}AAAA`,
      `${FIRST.slice(0, 8)}\n${FIRST.slice(8)}`,
      ` ${FIRST}`,
    ].map((text) => call(quoted(text), quoted(KEYS.pkcs1))),
    ...[
      "",
      "a",
      KEYS.pkcs1.replace("MII", "AII"),
      KEYS.openssh.replace("b3Bl", "b3Bm"),
      `x\n${KEYS.pkcs8}`,
    ].map((key) => call(quoted(FIRST), quoted(key))),
    ...["null", "local.uid", "local.udyn", "5", "[]"].flatMap((x) => [
      call(x, quoted(KEYS.pkcs1)),
      call(quoted(FIRST), x),
    ]),
    call(quoted(FIRST), `sensitive(${quoted(KEYS.pkcs1)})`),
    call(quoted(FIRST)),
  ],
};

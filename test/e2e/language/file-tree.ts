// Files for the functions that read some: the same for Terraform and for Holdfast.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  "files/a.txt": "hello\n",
  "files/b.txt": "é e\u0301 😀",
  "files/empty": "",
  "files/binary": Uint8Array.of(0xff, 0xfe, 0, 1),
  "files/bom.txt": "\ufeffx",
  "files/.hidden": "h",
  "files/.git/config": "c",
  "files/sub/c.txt": "c",
  "files/sub/d.json": "{}",
  "files/sub/deep/e.txt": "e",
  "files/sub/deep/F.TXT": "F",
  "files/a-b[1].txt": "x",
  "files/{x}.txt": "x",
  "files/a*b": "x",
  "files/one.tftpl": "${name}",
  "files/text.tftpl": "Hello ${name}!\n%{ for x in list ~}\n- ${x}\n%{ endfor ~}\n",
  "files/call.tftpl": '${upper(name)} ${join(",", list)} ${length(list) > 1 ? "many" : "one"}',
  "files/step.tftpl": '${m.a} ${m["a"]} ${list[0]} ${list[*]} $${x} %%{ if }',
  "files/path.tftpl": "${path.module}",
  "files/local.tftpl": "${local.num}",
  "files/res.tftpl": "${terraform_data.u.id}",
  "files/again.tftpl": '${templatefile("files/one.tftpl", {name = 1})}',
  "files/again-text.tftpl": "${templatestring(name, {})}",
  "files/reads.tftpl": '${file("files/a.txt")}${name}',
  "files/broken.tftpl": "a ${name",
  "files/wrong.tftpl": "${name.x}",
  "files/unused.tftpl": "plain",
  "files/for.tftpl": "%{ for name in list }${name}%{ endfor }",
  "files/binary.tftpl": Uint8Array.of(0xff),
  "files/try.tftpl": '${try(name.x, "none")}${can(other)}',
  "files/sub/links/x": "x",
  "files/heredoc.tftpl": "${<<EOT\n  a ${name}\nEOT\n}",
};

const LINKS: Readonly<Record<string, string>> = {
  "files/link.txt": "a.txt",
  "files/folder-link": "sub",
  "files/sub/links/dangling": "nowhere",
  "files/sub/links/file": "../c.txt",
};

/** Puts them into `folder`, in a folder `files`. */
export function writeFileTree(folder: string): void {
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  for (const [name, target] of Object.entries(LINKS)) symlinkSync(target, join(folder, name));
}

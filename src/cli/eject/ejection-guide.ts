// What to type in an ejected folder: the end of what the command says, and the README.md that lies in the folder.

import { shellText } from "../shell-text.js";
import type { EjectedStack } from "./ejection.js";

export interface Guide {
  readonly version: string;
  readonly stacks: readonly EjectedStack[];
  /** The workspace that was worked in. */
  readonly workspace: string;
}

/** Lines for a shell in the folder, up to the first plan. */
export function commandsFor({ stacks, workspace }: Guide): readonly string[] {
  const given = new Set(stacks.flatMap(({ variablesToGive }) => variablesToGive));
  return [
    'export TF_CLI_CONFIG_FILE="$PWD/terraformrc"',
    ...[...given].map((name) => `export TF_VAR_${name}=…`),
    ...stacks.flatMap(({ folder, workspaces, variableFiles }) => {
      const terraform = `terraform -chdir=${shellText(folder)}`;
      const files = variableFiles.map((name) => ` -var-file=${shellText(name)}`).join("");
      const isSelected = workspace !== "default" && workspaces.includes(workspace);
      return [
        `${terraform} init`,
        ...(isSelected ? [`${terraform} workspace select ${shellText(workspace)}`] : []),
        `${terraform} plan${files}`,
      ];
    }),
  ];
}

export function guideText(guide: Guide): string {
  const { version, stacks } = guide;
  const rows = stacks.map(({ stack, folder, workspaces }) => {
    const states = workspaces.length === 0 ? "none yet" : workspaces.join(", ");
    return `| ${stack} | \`${folder}\` | ${states} |`;
  });
  return `# Going on with Terraform

Written by \`holdfast eject\`, Holdfast ${version}. In this folder, with Terraform 1.11 or later and Node 20.19 or later:

\`\`\`
${commandsFor(guide).join("\n")}
\`\`\`

Each plan says that there are no changes, unless a plan of Holdfast would have had some.

| Stack | Folder | States, by workspace |
| --- | --- | --- |
${rows.join("\n")}

- The \`*.tf.json\` files are those that Holdfast had, unchanged. What they must say otherwise here (where the state is, which
  provider is meant, which simulated vSphere) stands beside them in \`holdfast_override.tf.json\` and \`holdfast.tf.json\`.
- A state holds whatever Holdfast's held, under the same lineage and serial, and is readable by its owner alone. The
  simulated vSphere is no part of this folder: it is the one that Holdfast worked on.
- From here on let one of the two apply. What the other does is drift to whoever comes later.
- A survival floor is a resource like others here: Terraform applies a plan that breaks it. A \`check\` block with the data
  source \`holdfast_drill\` says so.
- \`terraformrc\` names \`mirror\` by its absolute path. When this folder has moved, \`holdfast terraform install --dir .\` in it
  writes both anew.
`;
}

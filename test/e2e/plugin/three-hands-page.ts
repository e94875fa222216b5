// docs/three-hands.md as it must be: made from what the test has found.

export interface StackRow {
  readonly example: string;
  readonly stack: string;
  /** As {@link countsOf} gives them. */
  readonly counts: string;
  /** Of the vSphere that is left behind. */
  readonly records: number;
}

const INTRODUCTION = `# The examples under three hands

Every example is carried out three times from nothing, each stack on a simulated vSphere of its own:

| Hand | Does |
| --- | --- |
| \`holdfast\` | \`holdfast apply\`, and \`holdfast plan\` after it |
| \`terraform\` | \`terraform plan\` and \`terraform apply\` on the JSON that \`holdfast synth\` wrote, with the plugin |
| \`cdktf\` | \`cdktf deploy --skip-provider-lock '*'\` twice: it runs the program itself and drives Terraform, with the plugin from the mirror |

A row stands here once all of them have planned as many changes, have left the same records in the vSphere, byte for byte,
and have then found nothing to do. Between the first two the whole plan JSON is compared as well, and each goes on from the
state of the other.

| Example | Stack | First plan | Records | Second plan |
| --- | --- | --- | --- | --- |
`;

const NOTES = `
The records are those of the simulated vSphere: objects, keys, what hosts have cached.

## Where the third hand runs

The command line of the CDK libraries is no part of Holdfast and none of its dependencies: it is 250 to 480 packages large. The test takes
\`cdktn\` or \`cdktf\` from the \`PATH\`, and says that it leaves the third hand out where there is none:

\`\`\`
npm install --global --ignore-scripts cdktf-cli@0.21.0
\`\`\`

- \`cdktf\` 0.21, which is archived, runs on Node 20, and came to the rows above there.
- \`cdktn\` 0.24, which goes on from it, asks for Node 22.19 and ends with a TypeError on Node 20, so it is not called there.
- \`cdktf deploy\` would run \`terraform providers lock\`, which asks the registry whatever mirror is named: \`--skip-provider-lock\` keeps it from that.
- \`cdktf.json\` of the examples calls \`tsx\`, which must be on the \`PATH\`. \`holdfast synth\` has one of its own.
- Terraform works in \`cdktf.out/stacks/STACK\`, and so has the state and, unless \`simulator\` says otherwise, a simulated vSphere there
  for each stack; \`holdfast\` has both in the project.
`;

export function threeHandsPage(rows: readonly StackRow[]): string {
  const lines = rows.map(({ example, stack, counts, records }) => {
    const [added, changed, destroyed] = counts.split(" ");
    const plan = `${added} to add, ${changed} to change, ${destroyed} to destroy`;
    return `| ${example} | ${stack} | ${plan} | ${records} | nothing to do |\n`;
  });
  return `${INTRODUCTION}${lines.join("")}${NOTES}`;
}

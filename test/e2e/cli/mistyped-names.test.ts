// Names on the command line that nothing has: all of them at once, the nearest one there is, and what to do.

import { describe, expect, it } from "vitest";
import { refuses } from "../../support/refuses.js";
import { holdfast, projectFolder } from "../../support/run-holdfast.js";
import { smallStack } from "../../support/small-stack.js";

const CONFIG = "--config main.tf.json";

async function appliedFolder(): Promise<string> {
  const top = { output: { site: { value: "edge" } } };
  const cwd = projectFolder({ "main.tf.json": smallStack({ top }) });
  const run = await holdfast(`apply --auto-approve ${CONFIG}`, { cwd });
  expect(run, run.stderr).toMatchObject({ code: 0 });
  return cwd;
}

describe("a name that nothing has", () => {
  it.each([
    [
      "state rm holdfast_host.esx1 holdfast_cluster.edge holdfast_vcenter.nope",
      ['Did you mean "holdfast_host.esx01"?', "no object at holdfast_vcenter.nope"],
    ],
    ["state list a.b c.d", ["no object at a.b", "no object at c.d", "holdfast state list"]],
    ["state mv holdfast_host.esx01 esx03", ['"esx03" is no address', "TYPE.NAME"]],
    [
      "plan --target holdfast_host.esx1 --target till --replace esx2",
      [
        'Did you mean "holdfast_host.esx01"?',
        '"till" is no resource or module of the configuration or the state. An address is TYPE.NAME',
        '"esx2" is no address of an object that can be replaced. An address is TYPE.NAME',
      ],
    ],
    ["output sit", ['Did you mean "site"? There are: site.']],
    ["import till vc01/vm/till", ['"till" is no address', "TYPE.NAME"]],
    ["explain vm:vc01/vm/tll", ['Did you mean "vm:vc01/vm/till"?']],
    [
      "simulator power off vc01/edge/esx1",
      ['Did you mean "vc01/edge/esx01"?', "holdfast simulator show"],
    ],
    ["simulator reboot vc01/edge/esx1", ['no host "vc01/edge/esx1"', "vc01/edge/esx01"]],
    ["simulator esxcli edge system time get", ['no host "edge"', "for example, vc01/edge/esx01"]],
    ["simulator unlock vc01/vm/tll", ['Did you mean "vc01/vm/till"?']],
    ["simulator enable-encryption esx1", ['Did you mean "esx01"?']],
    ["simulator enter-recovery-key esx01 0", ["not waiting for a recovery key"]],
    ["simulator make-key vc01/kms/kms9 k", ['no key server "vc01/kms/kms9"', "vc01/kms/kms1"]],
    ["simulator demand-credentials vc01/kms/kms9", ['Did you mean "vc01/kms/kms1"?']],
    ["simulator remove-keys vc02 id", ['no vCenter or host "vc02"', "vc01"]],
    ["simulator remove-keys vc01 id", ["vc01 has no key id", "holdfast simulator show --json"]],
    ["simulator vm-snapshot create vc01/vm/tll s", ['Did you mean "vc01/vm/till"?']],
    ["simulator vm-snapshot delete vc01/vm/till s", ['has no snapshot "s"; it has none']],
    ["simulator move vc01/vm/tll vc01/edge/esx01", ['no host or virtual machine "vc01/vm/tll"']],
    ["simulator move vc01/vm/till vc01/edge", ['no host "vc01/edge"']],
    ["simulator move vc01/edge/esx01 vc01/egde", ['no cluster "vc01/egde"']],
  ])("%s", async (args, says) => {
    await refuses(await appliedFolder(), { args: `${args} ${CONFIG}`, says });
  });

  it("is said of an object to import that is not there", async () => {
    const cwd = await appliedFolder();
    await holdfast(`state rm holdfast_virtual_machine.till ${CONFIG}`, { cwd });
    await refuses(cwd, {
      args: `import holdfast_virtual_machine.till vc01/vm/tll ${CONFIG}`,
      says: ['no holdfast_virtual_machine with the id "vc01/vm/tll"', "holdfast simulator show"],
    });
  });
});

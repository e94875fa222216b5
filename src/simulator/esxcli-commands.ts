// The commands of esxcli that the simulated hosts have, for the shell of a host and for the help of the command line,
// which must not load the simulator.

export const ESXCLI_COMMANDS = [
  "system security keypersistence get",
  "system security keypersistence enable",
  "system security keypersistence disable",
  "system settings encryption get",
  "system settings encryption set",
  "system settings encryption recovery list",
  "system settings encryption recovery rotate",
  "hardware trustedboot get",
  "vsan encryption info get",
  "vsan encryption kms list",
] as const;

export type EsxcliCommand = (typeof ESXCLI_COMMANDS)[number];

export function isEsxcliCommand(words: string): words is EsxcliCommand {
  return ESXCLI_COMMANDS.some((command) => command === words);
}

/** Those that share the most first words with what was given: all of them where no word is known. */
export function nearEsxcliCommands(words: string): readonly EsxcliCommand[] {
  const given = words.split(" ");
  const shared = (command: string) => {
    const known = command.split(" ");
    const end = known.findIndex((word, i) => word !== given[i]);
    return end < 0 ? known.length : end;
  };
  const most = Math.max(...ESXCLI_COMMANDS.map(shared));
  return ESXCLI_COMMANDS.filter((command) => shared(command) === most);
}

import { readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { ActionError, runChecked } from '@go-actions/action-kit';
import { inRoot } from '@go-actions/tools';
import { replaceSection } from '@go-actions/tools/readme/tables';
import { renderGateTable } from '../gate/laps.ts';
import { benchGate } from '../gate.ts';
import { measureModuleFiles } from '../module-files.ts';

type Measured = {
  readonly file: string;
  readonly measure: (repositories: string[], rounds: number) => Promise<string>;
};

/** Every measured table of a README: the section `NAME` of its file. */
const TABLES: Readonly<Record<string, Measured>> = {
  gate: {
    file: 'README.md',
    measure: async (repositories, rounds) =>
      renderGateTable(await benchGate([...repositories, inRoot('examples/go-service')], rounds)),
  },
  'module-files': { file: 'actions/setup-go-cache/README.md', measure: () => measureModuleFiles() },
};

/**
 * `npm run bench -- tables [gate|module-files …] [--repository ../chi] [--rounds 5]`: measures again what the READMEs say in
 * figures, and writes it there with machine, versions and date. `--repository` (repeatable) is for `gate`, as are its peers.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      repository: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: '5' },
    },
  });
  for (const name of positionals.length > 0 ? positionals : Object.keys(TABLES)) {
    const found = TABLES[name];
    if (!found)
      throw new ActionError(`Unknown table "${name}"; there are ${Object.keys(TABLES).join(', ')}.`);
    const measured = await found.measure(values.repository, Number(values.rounds));
    const path = inRoot(found.file);
    const text = `${measured.trimEnd()}\n\n${await describeMachine()}\n\n`;
    await writeFile(path, replaceSection(await readFile(path, 'utf8'), name, text));
    console.log(`${found.file}: ${name}\n\n${text}`);
  }
}

/** Where and when: cores, system, versions of node and Go, and of the peers' checkouts. */
async function describeMachine(): Promise<string> {
  const { stdout: go } = await runChecked('go', ['env', 'GOVERSION'], { cwd: tmpdir() });
  const peers = await Promise.all(
    Object.entries({
      'actions/setup-go': 'PEER_SETUP_GO',
      'golangci-lint-action': 'PEER_GOLANGCI_ACTION',
    }).map(async ([name, variable]) => {
      const cwd = process.env[variable];
      if (!cwd) return [];
      const { stdout } = await runChecked('git', ['describe', '--tags', '--always'], { cwd });
      return [`${name} ${stdout.trim()}`];
    }),
  );
  const facts = [
    `${cpus().length} cores`,
    `${process.platform}/${arch()}`,
    `Node ${process.versions.node}`,
    go.trim(),
    ...peers.flat(),
  ];
  return `*Measured ${new Date().toISOString().slice(0, 10)}: ${facts.join(', ')}.*`;
}

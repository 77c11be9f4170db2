import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readText } from '../../docker-config/io/private-file.ts';
import type { Issued, Unanswered } from '../issued.ts';

export type LedgerEntry = {
  /** Where it is noted. */
  readonly path: string;
} & ({ readonly issued: Issued } | { readonly unanswered: Unanswered });

/**
 * The books of one process: each thing is on disk before the next instruction runs, so that a later process knows of it
 * however this one ends. `folder` is private (0700).
 */
export type Ledger = {
  /** Opens an exchange; it stays in the books as unanswered until `close`. */
  ask(registry: string): { close(): void };
  /** Throws when it cannot be written down; the entry is in `entries` all the same. */
  add(issued: Issued): void;
  readonly entries: readonly LedgerEntry[];
  forget(entry: LedgerEntry): void;
};

export function openLedger(folder: string): Ledger {
  const entries: LedgerEntry[] = [];
  const write = (entry: LedgerEntry): void => {
    entries.push(entry);
    const { path, ...content } = entry;
    writeFileSync(path, JSON.stringify(content), { mode: 0o600, flag: 'wx', flush: true });
  };
  const newPath = () => join(folder, `${randomUUID()}.json`);
  const forget = (entry: LedgerEntry): void => {
    entries.splice(entries.indexOf(entry), 1);
    rmSync(entry.path, { force: true });
  };
  return {
    entries,
    forget,
    add: (issued) => write({ path: newPath(), issued }),
    ask: (registry) => {
      const entry = { path: newPath(), unanswered: { registry } };
      write(entry);
      return { close: () => forget(entry) };
    },
  };
}

/** Everything that any process of this login has noted and not crossed out. */
export async function readLedger(folder: string): Promise<LedgerEntry[]> {
  const names = await readdir(folder).catch(() => []); // main ended before it issued anything
  const texts = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), text: await readText(join(folder, name)) })),
  );
  return texts.flatMap(({ path, text }) => (text ? parseEntry(path, text) : []));
}

/** One that a full disk has cut says that there was something, and no more. */
function parseEntry(path: string, text: string): LedgerEntry {
  try {
    return { ...(JSON.parse(text) as LedgerEntry), path };
  } catch {
    return { path, unanswered: { registry: 'A registry of this login' } };
  }
}

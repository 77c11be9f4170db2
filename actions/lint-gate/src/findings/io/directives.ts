import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Module } from '../../run/module.ts';
import { LineDirectives, parseLineDirectives } from '../line-directives.ts';

/** Larger than any Go file that compiles in reasonable time. */
const LIMIT = 64 * 1024 * 1024;

/**
 * Reads the line directives of a module's files when they are first asked for: a module without findings costs nothing.
 * Synchronous, as placing findings is.
 */
export function openDirectives({ dir, goFiles }: Module): () => LineDirectives {
  let read: LineDirectives | undefined;
  return () => {
    read ??= new LineDirectives(goFiles.flatMap((file) => readDirectives(join(dir, file))));
    return read;
  };
}

function readDirectives(path: string) {
  const bytes = statSync(path).size <= LIMIT ? readFileSync(path) : Buffer.of();
  return bytes.includes('//line ') || bytes.includes('/*line ')
    ? parseLineDirectives(path, bytes.toString('utf8'))
    : [];
}

import { table } from '@go-actions/action-kit';
import type { Manifest } from './manifest.ts';

/** The README with its generated tables renewed: what stands between `<!-- inputs:start -->` and `<!-- inputs:end -->` (and outputs). */
export function renderTables(readme: string, manifest: Manifest): string {
  const inputs = Object.entries(manifest.inputs).map(([name, input]) => [
    `\`${name}\``,
    input.required ? 'required' : renderDefault(input.default ?? ''),
    oneLine(input.description),
  ]);
  const outputs = Object.entries(manifest.outputs).map(([name, output]) => [
    `\`${name}\``,
    oneLine(output.description),
  ]);
  const withInputs = replaceSection(readme, 'inputs', table(['Input', 'Default', 'Meaning'], inputs));
  return replaceSection(withInputs, 'outputs', table(['Output', 'Meaning'], outputs));
}

/** The text with what stands between `<!-- NAME:start -->` and `<!-- NAME:end -->` replaced; unchanged where the marks are missing. */
export function replaceSection(readme: string, name: string, content: string): string {
  const section = new RegExp(`(<!-- ${name}:start -->\\n)[\\s\\S]*?(<!-- ${name}:end -->)`);
  return readme.replace(section, (_, start: string, end: string) => `${start}\n${content}${end}`);
}

function renderDefault(value: string): string {
  if (value === '') return '–';
  const lines = value.trim().split('\n');
  return lines.map((line) => `\`${line.trim().replaceAll('|', '\\|')}\``).join('<br>');
}

function oneLine(text = ''): string {
  return text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

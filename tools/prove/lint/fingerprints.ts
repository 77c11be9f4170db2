import { createProject } from '@go-actions/test-kit';
import { type Bench, lintWith, seeded } from './gate.ts';

type Result = {
  readonly locations: readonly {
    physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
  }[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
};

/** Every fingerprint in the SARIF of a module of random files equals the published algorithm's, computed with BigInt. */
export async function proveFingerprints(
  bench: Bench,
  { seed, files }: { seed: number; files: number },
): Promise<void> {
  const random = seeded(seed);
  const sources = Object.fromEntries(
    Array.from({ length: files }, (_, i) => [`p${i % 20}/f${i}.go`, makeSource(random, i)]),
  );
  await using project = await createProject(
    { 'go.mod': 'module example.com/app\n\ngo 1.24\n', ...sources },
    { git: true },
  );
  await lintWith(bench, project, {
    preset: 'fast',
    checks: '{ vet: off, staticcheck: off }',
    sarif: '.git/lint.sarif',
  });
  const sarif = JSON.parse(await project.read('.git/lint.sarif')) as { runs: { results: Result[] }[] };
  const results = sarif.runs.flatMap((run) => run.results);
  let equal = 0;
  for (const { locations, partialFingerprints } of results) {
    const [place] = locations;
    const { artifactLocation, region } = place?.physicalLocation ?? {
      artifactLocation: { uri: '' },
      region: { startLine: 0 },
    };
    const want = hashesOf(sources[artifactLocation.uri] ?? '')[region.startLine - 1];
    if (want === partialFingerprints.primaryLocationLineHash) equal += 1;
    else bench.fail(`fingerprint of ${artifactLocation.uri}:${region.startLine}`);
  }
  console.log(`${bench.go.padEnd(10)} ${files} files: ${equal} of ${results.length} fingerprints equal`);
}

function makeSource(random: (below: number) => number, i: number): string {
  const end = ['\n', '\r\n', '\n', '\n'][random(4)] ?? '\n';
  const lines = [`package p`, '', `func  F${i}() {}`];
  for (let n = random(40); n > 0; n--) {
    const kinds = [
      `// ${'long '.repeat(random(60))}`,
      '',
      '\t// é𝄞',
      `var  v${i}_${n} =  ${random(9)}`,
      '//\tx',
      `//${' '.repeat(random(9))}same`,
    ];
    lines.push(kinds[random(kinds.length)] ?? '');
  }
  return lines.join(end) + (random(3) === 0 ? '' : end);
}

const memory = new Map<string, string[]>();

/** codeql-action's `src/fingerprints.ts` in words: 100 characters from each line's start, without blanks, base 37 in 64 bits. */
function hashesOf(text: string): string[] {
  const known = memory.get(text);
  if (known) return known;
  const plain = text.replace(/\r\n|\r/g, '\n').replace(/[ \t]/g, '');
  const stream = [...Array.from({ length: plain.length }, (_, i) => plain.charCodeAt(i)), 65_535];
  const seen = new Map<string, number>();
  const hashes = stream.flatMap((_, i) => {
    if (i > 0 && stream[i - 1] !== 10) return [];
    let hash = 0n;
    for (let at = i; at < i + 100; at++) hash = BigInt.asUintN(64, hash * 37n + BigInt(stream[at] ?? 0));
    const value = hash.toString(16);
    seen.set(value, (seen.get(value) ?? 0) + 1);
    return [`${value}:${seen.get(value)}`];
  });
  memory.set(text, hashes);
  return hashes;
}

import type { GoModule } from '@go-actions/go-project';
import picomatch from 'picomatch';

/** Globs of module folders; those with `!` in front leave out. */
export type ModuleChoice = { readonly take: readonly string[]; readonly leave: readonly string[] };

export function parseModuleChoice(globs: readonly string[]): ModuleChoice {
  const leave = globs.filter((glob) => glob.startsWith('!')).map((glob) => clean(glob.slice(1)));
  return { take: globs.filter((glob) => !glob.startsWith('!')).map(clean), leave };
}

/** The modules that the globs choose; without a glob that takes, all but those that are left out. */
export function chooseModules(modules: readonly GoModule[], { take, leave }: ModuleChoice): GoModule[] {
  const takes = take.length > 0 ? picomatch([...take], { dot: true }) : () => true;
  const leaves = leave.length > 0 ? picomatch([...leave], { dot: true }) : () => false;
  return modules.filter(({ dir }) => takes(dir) && !leaves(dir));
}

const clean = (glob: string): string => glob.replace(/^\.\/(?=.)/, '').replace(/\/$/, '');

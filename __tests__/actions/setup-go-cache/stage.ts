import { createProject, type Files, startCacheService } from '@go-actions/test-kit';
import { createRunner, type JobOptions, PULL_REQUEST } from './runner.ts';

export const GO_MOD = { 'go.mod': 'module example.com/app\n\ngo 1.24\n' };
export const sh = (script: string): string[] => ['sh', '-c', script];

/** Repositories whose jobs share a cache service, so that a new scope starts from compiled packages. */
export async function createStage(warm: () => Promise<string>) {
  const service = await startCacheService();
  const runner = await createRunner(service);
  /** Jobs of pull requests, which may take results of earlier ones. */
  const createScene = async (scope: string, files: Files) => {
    const source = await createProject(files, { git: true });
    const options = (inputs: Record<string, string>, more: JobOptions) => ({
      warm,
      ...more,
      inputs: { 'cache-scope': scope, ...inputs },
      env: { ...PULL_REQUEST, ...more.env },
    });
    return {
      source,
      run: (commands: string[][], inputs: Record<string, string> = {}, more: JobOptions = {}) =>
        runner.job(source, commands, options(inputs, more)),
      /** The same, where what the job would save does not matter. */
      look: (commands: string[][], inputs: Record<string, string> = {}, more: JobOptions = {}) =>
        runner.begin(source, commands, options(inputs, more)),
      [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
    };
  };
  return {
    createScene,
    [Symbol.asyncDispose]: async () => {
      await runner[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof createStage>>;
export type Scene = Awaited<ReturnType<Stage['createScene']>>;

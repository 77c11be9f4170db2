import { describe, type Open } from './connection.ts';

/** The same by Node alone, for a program that has to start without the toolkit (the credential helper). */
export const openDirectly: Open = async (outgoing) => {
  const { httpModule, options } = await describe(outgoing, 'go-actions');
  return new Promise((resolve, reject) => {
    httpModule.request(options, resolve).on('error', reject).end(outgoing.body);
  });
};

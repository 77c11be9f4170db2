import { describe, type Open } from './connection.ts';

/** The same by Node alone, for a program that has to start without the toolkit (the credential helper). */
export const openDirectly: Open = async (outgoing) => {
  const { httpModule, options } = await describe(outgoing, 'go-actions');
  return new Promise((resolve, reject) => {
    const request = httpModule.request(options, resolve).on('error', reject);
    request
      .on('close', () => reject(new Error('The connection ended without an answer.')))
      .end(outgoing.body);
  });
};

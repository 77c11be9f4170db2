/**
 * A word that nobody who wrote the text around it can have known. `node:crypto` takes longer to load than the whole kit, and
 * many a phase ends without asking for a word: it is loaded for the first one.
 */
export const unguessable = (): string => process.getBuiltinModule('node:crypto').randomUUID();

import { json } from '@go-actions/action-kit';

/** Covered and all statements of a file, in the record's meaning of the total. */
export type FileCount = readonly [covered: number, statements: number];

export const readCount: json.Read<FileCount> = (value, place) => {
  const [covered = 0, statements = 0] = json.list(json.count, 2)(value, place);
  if (covered > statements) throw new Error(`expected at most ${statements} at ${place}`);
  return [covered, statements];
};

/**
 * Every block of every profile, merged by file and all four coordinates. Columns of numbers instead of objects: profiles made
 * with -coverpkg repeat each block once per test binary, and a large repository has half a million of them.
 */
export class BlockTable {
  readonly files: string[] = [];
  size = 0;
  startLine = new Int32Array(1024);
  startCol = new Int32Array(1024);
  endLine = new Int32Array(1024);
  endCol = new Int32Array(1024);
  numStmt = new Int32Array(1024);
  file = new Int32Array(1024);
  /** Which input named the block first: overlaps are looked for between inputs only. */
  source = new Int32Array(1024);
  count = new Float64Array(1024);
  readonly #fileIds = new Map<string, number>();
  /** Open addressing: block id + 1 per bucket, 0 is free. */
  #buckets = new Int32Array(4096);

  fileId(name: string): number {
    const known = this.#fileIds.get(name);
    if (known !== undefined) return known;
    this.#fileIds.set(name, this.files.length);
    return this.files.push(name) - 1;
  }

  /** The block's id, added with count 0 when it is new; -1 when it is there with another number of statements. */
  find(
    file: number,
    startLine: number,
    startCol: number,
    endLine: number,
    endCol: number,
    numStmt: number,
    source: number,
  ): number {
    let bucket = this.#bucket(file, startLine, startCol, endLine, endCol);
    for (let entry = this.#buckets[bucket] ?? 0; entry !== 0; entry = this.#buckets[bucket] ?? 0) {
      const id = entry - 1;
      if (
        this.startLine[id] === startLine &&
        this.startCol[id] === startCol &&
        this.endLine[id] === endLine &&
        this.endCol[id] === endCol &&
        this.file[id] === file
      ) {
        if (this.numStmt[id] === numStmt) return id;
        // Behind a `//line` directive without a column, several blocks of a line stand at one place.
        if (startCol > 0) return -1;
      }
      bucket = (bucket + 1) & (this.#buckets.length - 1);
    }
    if (this.size === this.startLine.length) this.#grow();
    const id = this.size++;
    this.startLine[id] = startLine;
    this.startCol[id] = startCol;
    this.endLine[id] = endLine;
    this.endCol[id] = endCol;
    this.numStmt[id] = numStmt;
    this.file[id] = file;
    this.source[id] = source;
    this.#buckets[bucket] = id + 1;
    if (this.size * 2 > this.#buckets.length) this.#rehash();
    return id;
  }

  /** Block ids of each file, in source order. */
  idsByFile(): Int32Array[] {
    const sizes = new Int32Array(this.files.length);
    for (let id = 0; id < this.size; id++) sizes[this.file[id] ?? 0] = (sizes[this.file[id] ?? 0] ?? 0) + 1;
    const lists = this.files.map((_, file) => new Int32Array(sizes[file] ?? 0));
    for (let id = this.size - 1; id >= 0; id--) {
      const file = this.file[id] ?? 0;
      const at = (sizes[file] ?? 0) - 1;
      sizes[file] = at;
      const list = lists[file];
      if (list) list[at] = id;
    }
    for (const list of lists) sort(list, (a, b) => this.compare(a, b));
    return lists;
  }

  /** The ids in the order in which go writes them (internal/coverage/cformat): a line's blocks by their last line first. */
  inGoOrder(ids: Int32Array): Int32Array {
    const ordered = ids.slice();
    sort(ordered, (a, b) => {
      const lines = (this.startLine[a] ?? 0) - (this.startLine[b] ?? 0);
      return lines || (this.endLine[a] ?? 0) - (this.endLine[b] ?? 0) || this.compare(a, b);
    });
    return ordered;
  }

  /** Source order of two blocks of one file. */
  compare(a: number, b: number): number {
    return (
      (this.startLine[a] ?? 0) - (this.startLine[b] ?? 0) ||
      (this.startCol[a] ?? 0) - (this.startCol[b] ?? 0) ||
      (this.endLine[a] ?? 0) - (this.endLine[b] ?? 0) ||
      (this.endCol[a] ?? 0) - (this.endCol[b] ?? 0)
    );
  }

  #bucket(file: number, startLine: number, startCol: number, endLine: number, endCol: number): number {
    let hash = Math.imul(file + 1, 0x9e3779b1) ^ Math.imul(startLine, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) ^ Math.imul(startCol, 0x27d4eb2f);
    hash = Math.imul(hash ^ (hash >>> 13), 0x165667b1) ^ Math.imul(endLine, 0x9e3779b1) ^ endCol;
    return (hash ^ (hash >>> 16)) & (this.#buckets.length - 1);
  }

  #rehash(): void {
    this.#buckets = new Int32Array(this.#buckets.length * 4);
    const column = (values: Int32Array, id: number) => values[id] ?? 0;
    for (let id = 0; id < this.size; id++) {
      let bucket = this.#bucket(
        column(this.file, id),
        column(this.startLine, id),
        column(this.startCol, id),
        column(this.endLine, id),
        column(this.endCol, id),
      );
      while (this.#buckets[bucket] !== 0) bucket = (bucket + 1) & (this.#buckets.length - 1);
      this.#buckets[bucket] = id + 1;
    }
  }

  #grow(): void {
    const twice = (values: Int32Array) => {
      const more = new Int32Array(values.length * 2);
      more.set(values);
      return more;
    };
    this.startLine = twice(this.startLine);
    this.startCol = twice(this.startCol);
    this.endLine = twice(this.endLine);
    this.endCol = twice(this.endCol);
    this.numStmt = twice(this.numStmt);
    this.file = twice(this.file);
    this.source = twice(this.source);
    const counts = new Float64Array(this.count.length * 2);
    counts.set(this.count);
    this.count = counts;
  }
}

/** By insertion: go writes blocks nearly in source order, only literals stand out of line. What is shuffled is sorted anew. */
function sort(ids: Int32Array, compare: (a: number, b: number) => number): void {
  let moves = 16 * ids.length;
  for (let i = 1; i < ids.length; i++) {
    const id = ids[i] ?? 0;
    let at = i;
    for (; at > 0 && compare(ids[at - 1] ?? 0, id) > 0; at--, moves--) ids[at] = ids[at - 1] ?? 0;
    ids[at] = id;
    if (moves < 0) {
      ids.sort(compare);
      return;
    }
  }
}

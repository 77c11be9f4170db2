import { describe, expect, it } from 'vitest';
import { escapeModule, hashGoMod } from '../../../../actions/setup-go-cache/src/module-cache/sums.ts';

describe('module hashes', () => {
  it('are those of the checksum database', () => {
    expect(escapeModule('github.com/BurntSushi/toml')).toBe('github.com/!burnt!sushi/toml');
    // The published go.sum line of golang.org/x/sync v0.1.0/go.mod is that of this text.
    expect(hashGoMod('module golang.org/x/sync\n')).toBe('h1:RxMgew5VJxzue5/jJTE5uejpjVlOe/izrB70Jof72aM=');
  });
});

import { describe, expect, it } from 'vitest';
import {
  checkInfo,
  escapeModule,
  hashGoMod,
} from '../../../../actions/setup-go-cache/src/module-cache/sums.ts';

describe('module hashes', () => {
  it('are those of the checksum database', () => {
    expect(escapeModule('github.com/BurntSushi/toml')).toBe('github.com/!burnt!sushi/toml');
    // The published go.sum line of golang.org/x/sync v0.1.0/go.mod is that of this text.
    expect(hashGoMod('module golang.org/x/sync\n')).toBe('h1:RxMgew5VJxzue5/jJTE5uejpjVlOe/izrB70Jof72aM=');
  });
});

describe('the info of a module, which no checksum covers', () => {
  const time = '"Time":"2020-01-02T03:04:05Z"';
  const rows = [
    { text: `{"Version":"v1.0.0",${time}}`, want: `{"Version":"v1.0.0",${time}}` },
    { text: '{"Version":"v1.0.0","Origin":{"URL":"https://x"}}', want: '{"Version":"v1.0.0"}' },
    { text: '{"Version":"v1.0.0","Time":"soon"}', want: '{"Version":"v1.0.0"}' },
    { text: '{"Version":"v9.9.9"}', want: undefined },
    { text: 'null', want: undefined },
    { text: '', want: undefined },
  ];
  it.each(rows)('$text -> $want', ({ text, want }) => expect(checkInfo(text, 'v1.0.0')).toBe(want));
});

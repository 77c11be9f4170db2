import { describe, expect, it } from 'vitest';
import {
  describeOrigin,
  describeToolchain,
  doubtRunner,
} from '../../../../actions/semver-release/src/build/toolchain.ts';

describe('describeToolchain', () => {
  const places = { modules: '/t/own/mod', toolCache: '/tools', isComplete: true };
  it.each([
    { goroot: '/t/own/mod/golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64', want: 'module proxy' },
    { goroot: '/tools/go/1.26.8/x64', want: 'tool cache' },
    { goroot: '/tools/go/1.26.8/x64', isComplete: false, want: 'machine' },
    { goroot: '/tools/go/1.26.8/x64', toolCache: undefined, want: 'machine' },
    { goroot: '/tools/node/24/x64', want: 'machine' },
    { goroot: '/tools/go/../evil', want: 'machine' },
    { goroot: '/tools/gone/x', want: 'machine' },
    { goroot: '/usr/local/go', want: 'machine' },
    // The usual module cache is any earlier job's to write to.
    { goroot: '/home/runner/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64', want: 'machine' },
    { goroot: '/t/own/mod/golang.org.evil/x', want: 'machine' },
  ])('$goroot ($isComplete): $want', ({ goroot, want, ...other }) => {
    const toolchain = describeToolchain('go1.26.8', goroot, { ...places, ...other });
    expect(toolchain).toEqual({ version: 'go1.26.8', origin: want });
    expect(describeOrigin(toolchain)).toMatch(/^go1\.26\.8, /);
    expect(doubtRunner(toolchain)).toContain('an earlier job may have changed it');
  });
});

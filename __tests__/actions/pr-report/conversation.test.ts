import { expect, it } from 'vitest';
import { commentMarker, readKey, suggestionMarker } from '../../../actions/pr-report/src/conversation.ts';

const KEY = '0123456789abcdef0123';

it.each([
  { name: 'the key of ours', body: `${suggestionMarker('ci')} ${KEY} -->\ntext`, want: KEY },
  { name: 'nothing of another name', body: `${suggestionMarker('ci2')} ${KEY} -->`, want: undefined },
  { name: 'nothing of our comment', body: `${commentMarker('ci')} ${KEY} -->`, want: undefined },
  { name: 'nothing of a key that is none', body: `${suggestionMarker('ci')} ${KEY}4 -->`, want: undefined },
  { name: 'nothing behind other text', body: `x ${suggestionMarker('ci')} ${KEY} -->`, want: undefined },
])('reads $name', ({ body, want }) => expect(readKey(body, 'ci')).toBe(want));

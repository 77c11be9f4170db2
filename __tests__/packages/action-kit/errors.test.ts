import { ActionError, describeError, InputError } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

describe('describeError', () => {
  const cause = new ActionError('No route.', { remedy: 'Ask again.' });
  it.each([
    { name: 'what was found and what to change', error: cause, want: 'No route.\nAsk again.' },
    { name: 'a failure without a remedy', error: new ActionError('No route.'), want: 'No route.' },
    {
      name: 'the whole chain of causes',
      error: new ActionError('No tool.', { remedy: 'Name one.', cause: new Error('x', { cause }) }),
      want: 'No tool.\nName one.\nCause: x\nCause: No route.\nAsk again.',
    },
    { name: 'a cause that is no error', error: new Error('x', { cause: 7 }), want: 'x\nCause: 7' },
    { name: 'an error without words by its name', error: new TypeError(), want: 'TypeError' },
    { name: 'what is no error', error: 'a word', want: 'a word' },
    { name: 'all complaints about inputs', error: new InputError(['a', 'b']), want: 'a\nb' },
  ])('shows $name', ({ error, want }) => expect(describeError(error)).toBe(want));
});

it('an error of ours has a cause only when it was given one', () => {
  expect('cause' in new ActionError('x')).toBe(false);
  expect(new ActionError('x', { cause: 'y' }).cause).toBe('y');
});

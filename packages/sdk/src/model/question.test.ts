import { requireConfirmation } from './question';

const question = { text: 'Download 3.1 GB for whisper-large-v3?', sizeBytes: 3_100_000_000 };

describe('requireConfirmation', () => {
  it.each([[true], [Promise.resolve(true)]])('passes for a yes', async (answer) => {
    const confirm = jest.fn(() => answer);
    await requireConfirmation({ confirm }, question);
    expect(confirm).toHaveBeenCalledWith(question);
  });

  it.each([
    ['a no', { confirm: () => false }, 'the answer was no'],
    ['nobody', {}, 'nobody was there'],
  ])('refuses for %s', async (_who, call, reason) => {
    await expect(requireConfirmation(call, question)).rejects.toMatchObject({
      code: 'MC_CONFIRMATION_NEEDED',
      message: expect.stringContaining(reason),
      facts: { sizeBytes: 3_100_000_000 },
      hint: expect.stringContaining('--yes'),
    });
  });
});

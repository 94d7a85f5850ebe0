import { ClosingRetries } from './closing-retries';

const rules = { delayFunction: (attempt: number) => attempt * 30, retryableDecider: (attempt: number) => attempt < 3 };

describe('ClosingRetries', () => {
  it('follows the rules while it is open', () => {
    const { open } = new ClosingRetries<string>(rules);
    expect([open.retryableDecider(2, ''), open.retryableDecider(3, ''), open.delayFunction(2, '')]).toEqual([
      true,
      false,
      60,
    ]);
  });

  it('waits for the last retry that is due when it closes, and allows no other', async () => {
    const retries = new ClosingRetries<string>(rules);
    const order: string[] = [];
    setTimeout(() => order.push('retry'), retries.open.delayFunction(1, ''));
    await retries.close();
    order.push('closed');
    expect(order).toEqual(['retry', 'closed']);
    expect(retries.open.retryableDecider(1, '')).toBe(false);
  });

  it('closes at once without any', async () => {
    await new ClosingRetries<string>(rules).close();
  });
});

/** Does the work of a child program: once, with the first message, and tells the parent what it has to say. */
export function serveOrder<Order>(work: (order: Order, tell: (message: object) => void) => Promise<void>): void {
  process.once('message', (order) => {
    const tell = (message: object): void => void process.send?.(message);
    const end = (): void => process.disconnect();
    void work(order as Order, tell).then(end, (error: unknown) => {
      tell({ type: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      end();
    });
  });
}

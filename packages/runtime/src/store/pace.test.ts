import { createPace } from './pace';

it('lets others run, but not at every step', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const pace = createPace();
  let rests = 0;
  const until = performance.now() + 100;
  for (let step = 0; performance.now() < until; step++) {
    const rest = pace();
    if (rest) rests++;
    await rest;
  }
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);
  expect(rests).toBeLessThan(27);
});

it('is one rest for all who share it', async () => {
  const pace = createPace();
  let rest = pace();
  while (!rest) rest = pace();
  expect(pace()).toBe(rest);
  await rest;
  expect(pace()).not.toBe(rest);
});

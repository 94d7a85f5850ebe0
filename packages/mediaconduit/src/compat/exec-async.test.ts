import { execAsync } from './exec-async';

describe('execAsync', () => {
  it('answers what a command wrote, also much of it', async () => {
    const program = `${JSON.stringify(process.execPath)} -e`;
    await expect(execAsync(`${program} "console.log('out'); console.error('err')"`)).resolves.toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
    });
    const { stdout } = await execAsync(`${program} "console.log('x'.repeat(3000000))"`);
    expect(stdout).toHaveLength(3_000_001);
    await expect(execAsync(`${program} "process.exit(3)"`)).rejects.toMatchObject({ code: 3 });
  });
});

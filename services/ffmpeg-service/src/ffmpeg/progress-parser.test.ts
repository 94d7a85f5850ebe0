import { ProgressParser, type EncodeProgress } from './progress-parser';

describe('ProgressParser', () => {
  it('reads blocks, however they are cut', () => {
    const reports: EncodeProgress[] = [];
    const parser = new ProgressParser((report) => void reports.push(report));
    const text =
      'frame=25\nout_time_us=880078\nspeed=16.3x\nprogress=continue\nout_time_us=N/A\nspeed=N/A\nprogress=end\n';
    for (const letter of text) parser.write(letter);
    expect(reports).toEqual([
      { seconds: 0.880078, frame: 25, speed: 16.3 },
      { seconds: 0, frame: undefined, speed: undefined },
    ]);
  });
});

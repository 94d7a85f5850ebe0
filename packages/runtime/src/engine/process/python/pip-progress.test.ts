import { PipProgress } from './pip-progress';

describe('PipProgress', () => {
  it('counts packages from an index, from a folder, and those that this platform leaves out', () => {
    const lock = [
      '# comment',
      '--extra-index-url https://index.example/simple',
      'a[extra]==1 \\',
      '    --hash=sha256:00',
      "b==2 ; sys_platform == 'win32' --hash=sha256:00",
      'c_d==3 --hash=sha256:00',
    ].join('\n');
    const told: string[] = [];
    const progress = new PipProgress(lock, (message) => told.push(message));
    progress.read('Collecting a[extra]==1 (from -r l (line 3))');
    progress.read('  Downloading a-1.whl (1 kB)');
    progress.read("Ignoring b: markers 'sys_platform == \"win32\"' don't match your environment");
    progress.read('Processing ./c_d-3.whl (from -r l (line 6))');
    progress.read('Installing collected packages: a, c_d');
    expect(told).toEqual([
      'Installing Python packages: 0 of 3',
      'Installing Python packages: 1 of 3',
      'Installing Python packages: 2 of 3',
      'Installing Python packages: 3 of 3',
      'Unpacking Python packages',
    ]);
  });
});

import * as compat from './index';
import type { Model } from './model';
import type { ModelConfig } from './model-metadata';

type ModelClass = new (metadata?: ModelConfig) => Model;

describe('the model classes of the original core', () => {
  const kinds = Object.entries(compat).filter(([name]) => /^[A-Z][a-z]+To[A-Z][a-z]+Model$/.test(name));

  it('are twelve', () => {
    expect(kinds).toHaveLength(12);
  });

  it.each(kinds)('%s says what goes in, what comes out and what it can do', (name, value) => {
    const [input = '', output = ''] = name
      .replace(/Model$/, '')
      .split('To')
      .map((word) => word.toLowerCase());
    const model = new (value as unknown as ModelClass)({ id: 'any' });
    expect([model.getInputTypes(), model.getOutputTypes()]).toEqual([[input], [output]]);
    expect(model.getCapabilities()).toEqual([`${input}-to-${output}`]);
    expect(Object.values(compat.MediaCapability)).toContain(`${input}-to-${output}`);
  });
});

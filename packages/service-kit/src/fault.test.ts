import { fault, FAULT_STATUS, type FaultCode } from './fault';

describe('fault', () => {
  it.each(Object.entries(FAULT_STATUS))('answers %s with %i', (code, status) => {
    expect(fault(code as FaultCode, 'why')).toMatchObject({ status, code, message: 'why' });
  });

  it('asks to come again when the service is busy', () => {
    expect(fault('busy', 'full').headers).toEqual({ 'retry-after': '1' });
    expect(fault('busy', 'full', { headers: { 'retry-after': '9' } }).headers).toEqual({ 'retry-after': '9' });
    expect(fault('no-space', 'full').headers).toEqual({});
  });

  it('has a body with what programs need', () => {
    const error = fault('confirmation-needed', 'large', {
      hint: 'say yes',
      extra: { question: 'really?', sizeBytes: 7 },
    });
    expect(error.toJSON()).toEqual({
      error: 'large',
      code: 'confirmation-needed',
      hint: 'say yes',
      question: 'really?',
      sizeBytes: 7,
    });
  });
});

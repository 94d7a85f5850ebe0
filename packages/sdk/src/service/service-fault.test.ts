import { serviceFault } from './service-fault';

const fault = (body: unknown, status?: number) => serviceFault('cow-service', '/moo', { status, body });

describe('serviceFault', () => {
  it.each([
    ['invalid-input', 'MC_INPUT_INVALID'],
    ['input-too-large', 'MC_INPUT_TOO_LARGE'],
    ['body-too-large', 'MC_INPUT_TOO_LARGE'],
    ['invalid-options', 'MC_OPTIONS_INVALID'],
    ['invalid-body', 'MC_OPTIONS_INVALID'],
    ['unknown-model', 'MC_MODEL_NOT_FOUND'],
    ['confirmation-needed', 'MC_CONFIRMATION_NEEDED'],
    ['no-space', 'MC_DISK_FULL'],
    ['out-of-memory', 'MC_OUT_OF_MEMORY'],
    ['weights-unavailable', 'MC_WEIGHTS_UNAVAILABLE'],
    ['weights-invalid', 'MC_WEIGHTS_INVALID'],
    ['busy', 'MC_SERVICE_BUSY'],
  ])('reads the word %s as %s, in all shapes', (word, code) => {
    const shapes = [
      { error: 'no', code: word },
      { error: { message: 'no', code: word } },
      JSON.stringify({ error: 'no', code: word }),
      { type: 'error', error: 'no', code: word, status: 422 },
    ];
    for (const shape of shapes) {
      expect(fault(shape, 500)).toMatchObject({ code, facts: { said: 'no', serviceCode: word } });
      expect(fault(shape).hint).toMatch(/\S/);
    }
  });

  it.each([
    [400, 'MC_SERVICE_REJECTED'],
    [404, 'MC_SERVICE_REJECTED'],
    [413, 'MC_INPUT_TOO_LARGE'],
    [429, 'MC_SERVICE_BUSY'],
    [500, 'MC_SERVICE_ERROR'],
    [503, 'MC_SERVICE_BUSY'],
    [507, 'MC_DISK_FULL'],
    [undefined, 'MC_SERVICE_ERROR'],
  ])('goes by the status %p for a word that nobody knows', (status, code) => {
    expect(fault({ error: 'no', code: 'moo' }, status).code).toBe(code);
  });

  it.each([
    [{ detail: 'missing field' }, 'missing field'],
    [{ message: 'missing field' }, 'missing field'],
    ['<html>', '<html>'],
    ['"text"', '"text"'],
    [undefined, ''],
    [null, ''],
    [['a'], ''],
    [{ error: { message: 7 } }, ''],
  ])('finds what was said in %p', (body, said) => {
    expect(fault(body, 400).facts['said']).toBe(said);
  });

  it('passes on a hint of the service, and shortens what is endless', () => {
    const error = fault({ error: 'x'.repeat(9999), hint: 'stop it' }, 400);
    expect(error.hint).toBe('stop it');
    expect(error.message.length).toBeLessThan(600);
  });

  it('keeps what the service adds to the sentence', () => {
    const { facts, message } = fault({ error: 'broken film', detail: 'moov atom not found' }, 422);
    expect([facts['detail'], message]).toEqual(['moov atom not found', expect.not.stringContaining('moov')]);
  });

  it('names service, status and path', () => {
    expect(fault({ error: 'no cow' }, 404).message).toBe('The service "cow-service" answered 404 to /moo: no cow');
    expect(fault({ error: 'no cow' }).message).toBe('The service "cow-service" failed on /moo: no cow');
  });
});

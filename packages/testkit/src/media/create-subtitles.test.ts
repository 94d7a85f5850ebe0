import { createSrt, createVtt } from './create-subtitles';

const CUES = [
  { startMs: 0, endMs: 999, text: 'one' },
  { startMs: 3_723_004, endMs: 3_800_000, text: 'two\nlines' },
];

describe('createSrt', () => {
  it('numbers the lines and says when', () => {
    expect(createSrt(CUES)).toBe(
      '1\n00:00:00,000 --> 00:00:00,999\none\n\n2\n01:02:03,004 --> 01:03:20,000\ntwo\nlines\n',
    );
  });

  it('has lines of its own', () => {
    expect(createSrt()).toContain('This is a sample.');
  });
});

describe('createVtt', () => {
  it('says when, behind its head', () => {
    expect(createVtt(CUES)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:00.999\none\n\n01:02:03.004 --> 01:03:20.000\ntwo\nlines\n',
    );
  });
});

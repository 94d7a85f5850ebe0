/** A file of the state, as a version of the future would write it, and as it is when its end was lost. */
export interface StateFile {
  /** Below a folder with a project and a home. */
  readonly path: string;
  readonly newer: string;
  readonly half: string;
}

const GENERATION = { seq: 2, sha256: '0', appliedAt: '2027-01-01T00:00:00.000Z', source: 'file', text: 'b' };

/** What nobody can make again. */
export const STATE_FILES = {
  lock: {
    path: 'project/mediaconduit.lock',
    newer: '{"formatVersion":9,"sources":{"github:o/cow":{"commit":"0123456"}}}\n',
    half: '{\n  "providers": {\n    "github:o/cow": {\n      "resol',
  },
  store: {
    path: 'home/store/format.json',
    newer: '{"formatVersion":9,"hash":"blake3"}',
    half: '{"formatVer',
  },
  current: {
    path: 'home/config/herd/current.json',
    newer: '{"formatVersion":9,"id":"b"}',
    half: '{"formatVersion":1,"se',
  },
  generation: {
    path: 'home/config/herd/generations/000002.json',
    newer: JSON.stringify({ formatVersion: 9, ...GENERATION }),
    half: JSON.stringify({ formatVersion: 1, ...GENERATION }).slice(0, 60),
  },
} satisfies Record<string, StateFile>;

/* Changes one section of a lock file again and again: lock-writer.cjs <section> <folder> <home> <name> <times> */
const { findLockFolder } = require('../../../dist/lock-file/find-lock-folder.js');
const { lockPlace } = require('../../../dist/lock-file/lock-turn.js');
const { ProjectLock } = require('../../../dist/lock-file/project-lock.js');
const { addTrust } = require('../../../dist/lock-file/trust-section.js');

const [section, folder, home, name, times] = process.argv.slice(2);
const place = lockPlace(findLockFolder(folder), { home, environment: process.env });
const { signal } = new AbortController();

const entry = {
  resolution: { canonical: 'x', resolved: 'x' },
  trees: {},
  declared: { capabilities: [], environment: [] },
  scripts: [],
  allowedScripts: [],
};

const writers = {
  providers: (id) => new ProjectLock(place).update(signal, (packages) => void packages.set(id, entry)),
  trust: (service) =>
    addTrust(place, { service, file: service, sha256: 'a', trustedAt: '2026-01-01', by: 'somebody' }, signal),
};

(async () => {
  for (let time = 0; time < Number(times); time++) await writers[section](`${name}-${time}`);
})();

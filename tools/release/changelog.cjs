// How a CHANGELOG.md reads: what users see, without the commits it took. Changesets call this for every entry.

/** The text of a changeset as one item of a list. */
async function getReleaseLine({ summary }) {
  const [first, ...rest] = summary.split('\n').map((line) => line.trimEnd());
  return [`- ${first}`, ...rest.map((line) => (line ? `  ${line}` : ''))].join('\n');
}

/** One line for all packages of ours that came along. */
async function getDependencyReleaseLine(_changesets, updated) {
  if (updated.length === 0) return '';
  return `- Comes with ${updated.map(({ name, newVersion }) => `${name} ${newVersion}`).join(', ')}.`;
}

module.exports = { getReleaseLine, getDependencyReleaseLine };

// The provider of isolation.mjs: gives back what it gets, and tells how far the memory of its process grew.
const { readFileSync, writeFileSync } = require('node:fs');

/** What a provider may do to the others; see bystander.mjs. */
const FAULTS = {
  loop: () => {
    for (;;);
  },
  hang: () => new Promise(() => undefined),
  grow: () => {
    for (const all = []; ;) all.push(new Array(1e6).fill(1));
  },
  exit: () => process.exit(3),
};

class Model {
  constructor(info) {
    Object.assign(this, info);
  }

  async isAvailable() {
    return true;
  }

  async transform(input) {
    if (input === 'forget') return forgetPeak();
    if (input === 'peak') return peakBytes();
    if (input in FAULTS) return FAULTS[input]();
    return typeof input === 'string' ? input : input.constructor.fromStream(input.stream());
  }
}

module.exports = class {
  constructor({ manifest }) {
    Object.assign(this, manifest);
  }

  async configure() {}

  async isAvailable() {
    return true;
  }

  getModelsForCapability() {
    return this.models;
  }

  getModel(id) {
    return Promise.resolve(new Model(this.models.find((model) => model.id === id)));
  }

  async getHealth() {
    return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 };
  }
};

/** Only Linux can; elsewhere the peak counts from the start of the process, which can only be more. */
function forgetPeak() {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
  return process.memoryUsage.rss();
}

function peakBytes() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}

module.exports.forgetPeak = forgetPeak;
module.exports.peakBytes = peakBytes;

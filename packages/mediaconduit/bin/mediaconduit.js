#!/usr/bin/env node
// Apart from what is built, so that package managers find it to link before the first build of the workspace.
require('../lib/cli/main.js');

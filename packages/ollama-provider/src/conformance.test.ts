import { conformance } from '@mediaconduit/testkit';
import { join } from 'node:path';

conformance(join(__dirname, '..'), { level: 'platinum' });

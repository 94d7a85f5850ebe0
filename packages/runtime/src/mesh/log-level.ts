import type { Logger } from '@mediaconduit/sdk';
import { LOG_LEVELS } from './config/mesh-settings';

/** Hands on what is at least as grave as the level says now: a key of `LOG_LEVELS`. */
export function withLevel(log: Logger, level: () => string): Logger {
  const passes = (name: (typeof LOG_LEVELS)[number]): boolean =>
    LOG_LEVELS.findIndex((known) => known === level()) <= LOG_LEVELS.indexOf(name);
  return {
    debug: (facts, message) => passes('DEBUG') && log.debug(facts, message),
    info: (facts, message) => passes('INFO') && log.info(facts, message),
    warn: (facts, message) => passes('WARNING') && log.warn(facts, message),
    error: (facts, message) => passes('ERROR') && log.error(facts, message),
  };
}

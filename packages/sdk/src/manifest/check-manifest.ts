import type { ErrorObject } from 'ajv';
import { distance } from 'fastest-levenshtein';
import { didYouMean } from '../error/nearest-names';
import { describeSchemaError } from './describe-schema-error';
import type { ManifestNode } from './manifest-node';
import type { SchemaCheck } from './manifest-schema-check';

/** Keywords that only say that another one failed. */
const ECHOES: ReadonlySet<string> = new Set(['if', 'propertyNames']);

/**
 * How far an unknown key may be from a known one to count as its misspelling. Both must have some length: `email` of
 * an older manifest is no misspelt `main`.
 */
const NEAR = { distance: 2, length: 5 } as const;

/** Looking up what was meant takes time; beyond this number of unknown keys nobody reads it. */
const MOST_LOOKED_UP = 50;

/**
 * Checks a manifest against its schema and notes what is wrong. A manifest of today must have known keys only; of an
 * older one unknown keys are left out, unless they look like a misspelling of a key that is missing.
 */
export function checkManifest(root: ManifestNode, check: SchemaCheck, isOld: boolean): void {
  const errors = check(root.value).filter(({ keyword }) => !ECHOES.has(keyword));
  const misspelt = new Set<string>();
  for (const [index, error] of errors.filter(isUnknownKey).entries()) {
    const isLookedUp = !isOld && index < MOST_LOOKED_UP;
    const meant = misspellingOf(error) ?? (isLookedUp ? didYouMean(unknownKey(error), absentKeys(error)) : undefined);
    if (meant) for (const [, name] of meant.matchAll(/"([^"]+)"/g)) misspelt.add(`${error.instancePath}/${name}`);
    noteUnknownKey(root, error, isOld, meant);
  }
  for (const error of errors.filter((one) => !isUnknownKey(one))) {
    if (isOld && error.keyword === 'type' && error.data === null) continue;
    if (error.keyword === 'required' && misspelt.has(`${error.instancePath}/${missingKey(error)}`)) continue;
    noteError(root, error);
  }
}

function noteUnknownKey(root: ManifestNode, error: ErrorObject, isOld: boolean, meant: string | undefined): void {
  const parent = nodeAt(root, error.instancePath);
  const key = unknownKey(error);
  if (isOld && !meant) parent.keyWarning(key, `the key "${key}" is unknown and ignored`);
  else parent.keyProblem(key, `unknown key "${key}"`, meant ?? `keys here: ${knownKeys(error).join(', ')}`);
}

function noteError(root: ManifestNode, error: ErrorObject): void {
  const node = nodeAt(root, error.instancePath);
  const { text, hint } = describeSchemaError(error);
  if (error.propertyName !== undefined) node.keyProblem(error.propertyName, text, hint);
  else node.problem(text, { hint });
}

function isUnknownKey(error: ErrorObject): boolean {
  return error.keyword === 'additionalProperties';
}

function unknownKey(error: ErrorObject): string {
  return String((error.params as Record<string, unknown>)['additionalProperty']);
}

function missingKey(error: ErrorObject): string {
  return String((error.params as Record<string, unknown>)['missingProperty']);
}

function knownKeys(error: ErrorObject): string[] {
  const { properties } = (error.parentSchema ?? {}) as { properties?: Record<string, unknown> };
  return Object.keys(properties ?? {});
}

/** `did you mean …?` when the unknown key is a misspelling of a known one that the map does not have. */
function misspellingOf(error: ErrorObject): string | undefined {
  const key = unknownKey(error);
  const near = absentKeys(error).filter((name) => isNear(key, name));
  return near.length > 0 ? didYouMean(key, near) : undefined;
}

function isNear(key: string, name: string): boolean {
  if (Math.min(key.length, name.length) < NEAR.length || Math.abs(key.length - name.length) > NEAR.distance)
    return false;
  return distance(key.toLowerCase(), name.toLowerCase()) <= NEAR.distance;
}

function absentKeys(error: ErrorObject): string[] {
  return knownKeys(error).filter((name) => !Object.hasOwn(error.data as object, name));
}

function nodeAt(root: ManifestNode, pointer: string): ManifestNode {
  const steps = pointer.split('/').slice(1);
  return steps.reduce((node, step) => node.step(step.replaceAll('~1', '/').replaceAll('~0', '~')), root);
}

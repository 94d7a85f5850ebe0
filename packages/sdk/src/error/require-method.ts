import { MediaConduitError } from './mediaconduit-error';

/**
 * Checks what the compiler checks in TypeScript: that a class has a method its abstract base class asks for.
 * @throws `MC_PROVIDER_INVALID` naming the class and the method.
 */
export function requireMethod(instance: object, method: string, hint: string): void {
  if (typeof (instance as Readonly<Record<string, unknown>>)[method] === 'function') return;
  const { name } = instance.constructor;
  throw new MediaConduitError('MC_PROVIDER_INVALID', `The class ${name} lacks the method ${method}().`, {
    hint,
    facts: { class: name, method },
  });
}

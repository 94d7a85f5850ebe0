import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { ResolvedService } from '../config/resolved-stack';
import type { ClaraService, ServiceForm, ServicePolicy, StackEntry } from './clara-service';

const WAYS_OF_ENTRIES = ['use', 'image', 'docker', 'process', 'url'] as const satisfies (keyof StackEntry)[];

/** A definition together with which of the forms it has. */
export type TypedForm =
  | { readonly kind: 'object'; readonly service: ClaraService }
  | { readonly kind: 'definition'; readonly service: ServiceDefinition & ServicePolicy }
  | { readonly kind: 'resolved'; readonly service: ResolvedService }
  | { readonly kind: 'entry'; readonly service: StackEntry };

/** Tells the forms apart by what only one of them has. */
export function typedForm(form: ServiceForm): TypedForm {
  if (isResolved(form)) return { kind: 'resolved', service: form };
  if (isDefinition(form)) return { kind: 'definition', service: form };
  return isEntry(form) ? { kind: 'entry', service: form } : { kind: 'object', service: form };
}

/** What all forms may say, whatever they call it. */
export function policyOf(form: ServiceForm): ServicePolicy {
  const { dependsOn } = form as { readonly dependsOn?: readonly string[] };
  const { dependencies = dependsOn ?? [], ...policy } = form as ServicePolicy;
  return { ...policy, dependencies };
}

function isResolved(form: ServiceForm): form is ResolvedService {
  return 'definition' in form && 'liveness' in form && 'restart' in form;
}

function isDefinition(form: ServiceForm): form is ServiceDefinition & ServicePolicy {
  return 'engines' in form && 'readiness' in form && 'folder' in form;
}

function isEntry(form: ServiceForm): form is StackEntry {
  return WAYS_OF_ENTRIES.some((key) => key in form);
}

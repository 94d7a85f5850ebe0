import { MediaConduitError, parseCapability } from '@mediaconduit/sdk';

/** A class of providers, with whatever constructor. */
export type ProviderClass = abstract new (...parameters: never[]) => object;

/** What the methods of a mixin ask the provider for. */
interface Base {
  getModel(modelId: string): PromiseLike<unknown>;
  getModelsForCapability?(capability: string): readonly { readonly id: string }[];
  readonly models?: readonly { readonly id: string; readonly capabilities?: readonly string[] }[];
}

/** Answers a class below the given one, which stays as it is. */
export type ProviderMixin = <C extends ProviderClass>(Class: C) => C;

/**
 * The mixin of the original core for one kind of model: adds the three methods by which a provider offers it. What the
 * class has itself stays, and so do `startService()` and the like, which the original mixins made call themselves.
 */
export function providerMixin(kind: string, Model: ProviderClass): ProviderMixin {
  const capability = parseCapability(kind) ?? kind;
  const methods: Record<string, (this: Base, modelId: string) => unknown> = {
    async [`create${kind}Model`](modelId) {
      const model: unknown = await this.getModel(modelId);
      if (model instanceof Model) return model;
      throw new MediaConduitError('MC_MODEL_NOT_FOUND', `Model '${modelId}' is not a ${Model.name}`, {
        hint: `call getSupported${kind}Models() for those that are`,
        facts: { model: modelId, capability },
      });
    },
    [`getSupported${kind}Models`]() {
      return idsFor(this, capability);
    },
    [`supports${kind}Model`](modelId) {
      return idsFor(this, capability).includes(modelId);
    },
  };
  return <C extends ProviderClass>(Class: C): C => {
    const Extended = class extends (Class as unknown as new () => object) {}; // hands on whatever it is made with
    for (const [name, value] of Object.entries(methods)) {
      if (name in Extended.prototype) continue;
      Object.defineProperty(Extended.prototype, name, { configurable: true, writable: true, value });
    }
    return Extended as unknown as C;
  };
}

function idsFor(provider: Base, capability: string): string[] {
  const found = provider.getModelsForCapability?.(capability) ?? provider.models?.filter(offers(capability)) ?? [];
  return found.map(({ id }) => id);
}

function offers(wanted: string): (model: { readonly capabilities?: readonly string[] }) => boolean {
  return ({ capabilities }) => capabilities?.some((one) => parseCapability(one) === wanted) ?? false;
}

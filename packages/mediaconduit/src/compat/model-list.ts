import type { ProviderModel } from './provider-model';

/** The list of models as a member that a subclass may declare again as a field or as an accessor. */
export interface HasModels {
  models: ProviderModel[];
}

class ModelList {
  #models: ProviderModel[] | undefined;

  get models(): ProviderModel[] {
    return this.#models ?? this.listModels();
  }

  set models(models: ProviderModel[]) {
    this.#models = models;
  }

  /** Asked while nobody has assigned a list. */
  protected listModels(): ProviderModel[] {
    return [];
  }
}

/**
 * The top of the provider classes. It is typed by an interface, because TypeScript refuses a field in a subclass where
 * the class above has an accessor, and the other way round: both are found in providers of the original core.
 */
export const ModelListBase = ModelList as unknown as abstract new () => HasModels;

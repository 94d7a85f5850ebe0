import type { ClaraService, DeploymentMode, ServiceContext, ServiceForm, ServiceType } from './clara-service';
import { typedForm, policyOf, type TypedForm } from './service-form';
import { modesOf, preferredMode } from './service-modes';
import type { ServiceState } from './service-state';

/** Where an application keeps how each service is deployed; `ServiceConfigurationManager` is one. */
export interface DeploymentChoices {
  getServiceMode(name: string): DeploymentMode;
  getServiceUrl(name: string): string | null;
}

/** One registered service and what is known of it. */
export class ServiceRecord implements ServiceContext {
  state: ServiceState = 'stopped';
  instance: unknown = null;
  /** In ms since 1970. */
  lastHealthCheck: number | null = null;
  /** Where the user says that it answers. */
  serviceUrl: string | null = null;
  readonly form: TypedForm;
  readonly supportedModes: readonly DeploymentMode[];
  readonly #choices: DeploymentChoices | undefined;

  constructor(
    readonly name: string,
    readonly definition: ServiceForm,
    { platform, choices }: { readonly platform: string; readonly choices?: DeploymentChoices },
  ) {
    this.form = typedForm(definition);
    this.supportedModes = this.form.kind === 'object' ? modesOf(this.form.service, platform) : [engineMode(this.form)];
    this.#choices = choices;
  }

  get critical(): boolean {
    return policyOf(this.definition).critical ?? false;
  }

  get dependencies(): readonly string[] {
    return policyOf(this.definition).dependencies ?? [];
  }

  get type(): ServiceType | undefined {
    return this.#object?.type;
  }

  /** As the application chose where the platform has that, else as the definition says. */
  get deploymentMode(): DeploymentMode {
    const chosen = this.#choices?.getServiceMode(this.name);
    if (chosen !== undefined && this.supportedModes.includes(chosen)) return chosen;
    return this.#object?.deploymentMode ?? preferredMode(this.supportedModes) ?? 'docker';
  }

  get isManual(): boolean {
    return this.deploymentMode === 'manual';
  }

  /** Where somebody said that it answers. */
  get knownUrl(): string | undefined {
    return this.serviceUrl ?? this.#choices?.getServiceUrl(this.name) ?? this.#object?.serviceUrl;
  }

  /** The URL at which somebody else runs it; `undefined` when one is needed and nobody named it. */
  get manualUrl(): string | undefined {
    const { manual } = this.#object ?? {};
    return this.knownUrl ?? (manual?.urlRequired ? undefined : manual?.defaultUrl);
  }

  get #object(): ClaraService | undefined {
    return this.form.kind === 'object' ? this.form.service : undefined;
  }
}

function engineMode(form: Exclude<TypedForm, { kind: 'object' }>): DeploymentMode {
  if (form.kind === 'entry') return form.service.url === undefined ? 'docker' : 'manual';
  const { engines } = form.kind === 'resolved' ? form.service.definition : form.service;
  if (engines[0] === 'remote') return 'manual';
  return engines[0] === 'process' ? 'native' : 'docker';
}

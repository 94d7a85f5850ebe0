import type { ComponentDefinition, ComponentSettings } from '../component';

/** Notes what happens to components, in order. */
export interface Diary {
  readonly lines: string[];
  /** A component that notes its life; `check` may be changed while it runs. */
  component(
    name: string,
    settings?: Partial<ComponentSettings<unknown>> & {
      readonly needs?: readonly string[];
      readonly factory?: () => unknown;
    },
  ): ComponentDefinition;
  /** What a component's check says; true at first. */
  readonly health: Map<string, boolean>;
}

/** One diary for all components of a test. */
export function createDiary(): Diary {
  const lines: string[] = [];
  const health = new Map<string, boolean>();
  let made = 0;
  return {
    lines,
    health,
    component: (name, { needs = [], ...settings } = {}) => ({
      name,
      dependencies: needs,
      healthCheck: () => health.get(name) ?? true,
      retries: 0,
      factory: (dependencies) => {
        lines.push(`make ${name}`);
        return { id: ++made, name, dependencies };
      },
      initialize: () => void lines.push(`up ${name}`),
      shutdown: () => void lines.push(`down ${name}`),
      ...settings,
    }),
  };
}

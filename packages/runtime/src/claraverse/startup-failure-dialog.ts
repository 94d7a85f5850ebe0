import { messageOf } from '@mediaconduit/sdk';

/** What a window shows when the services of an application did not start. */
export interface FailureDialog {
  readonly title: string;
  readonly message: string;
}

/** Title and text for `dialog.showErrorBox(title, message)`. */
export function startupFailureDialog(error: unknown): FailureDialog {
  return {
    title: 'ClaraVerse Startup Failed',
    message: `Failed to start services: ${messageOf(error)}\n\nCheck logs for details.`,
  };
}

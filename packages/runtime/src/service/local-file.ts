import type { Form, FormValue } from '@mediaconduit/sdk';

/** Content type of a part that names a file instead of holding it; `multipartBody` of `@mediaconduit/service-kit` reads it. */
const LOCAL_FILE_TYPE = 'application/vnd.mediaconduit.local-file+json';

/** A form whose files of this machine are named, with the token that makes a service of ours open them. */
export function namingLocalFiles(form: Form, fileToken: string): Form {
  const named = (value: FormValue): FormValue => {
    if (typeof value === 'string' || value.localPath === undefined) return value;
    const { contentType, fileName, localPath: path } = value;
    const content = Buffer.from(JSON.stringify({ path, contentType, token: fileToken }));
    return { content, fileName, contentType: LOCAL_FILE_TYPE };
  };
  return Object.fromEntries(Object.entries(form).map(([name, values]) => [name, [values].flat().map(named)]));
}

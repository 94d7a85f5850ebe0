/** The first entry: what the bundle holds, and for which machines. */
export const MANIFEST_ENTRY = 'mediaconduit-bundle.json';

/** The second entry: the lock file of a project that uses just what is in the bundle. */
export const LOCK_ENTRY = 'mediaconduit.lock';

/** All images in one archive; missing where there are none. */
export const IMAGES_ENTRY = 'images.tar';

/** The last entry; a file that ends early lacks it. */
export const CHECKSUMS_ENTRY = 'checksums.json';

/** The index of a tree. */
export const treeEntry = (hash: string): string => `trees/${hash}`;

/** A content that files of trees have, once for all of them. */
export const fileEntry = (sha256: string): string => `files/${sha256}`;

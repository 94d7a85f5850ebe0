/** Picture formats by short name. */
export type ImageFormat = 'png' | 'jpg' | 'jpeg' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'svg' | 'avif' | 'heic' | 'ico';

/** Sound formats by short name. */
export type AudioFormat = 'mp3' | 'wav' | 'ogg' | 'opus' | 'flac' | 'aac' | 'm4a' | 'aiff' | 'wma' | 'webm';

/** Film formats by short name. */
export type VideoFormat = 'mp4' | 'webm' | 'mkv' | 'mov' | 'avi' | 'mpeg' | 'flv' | 'wmv' | 'ogv' | 'gif';

/** Formats of 3D scenes by short name. */
export type Model3DFormat = 'glb' | 'gltf' | 'obj' | 'stl' | 'ply' | 'fbx' | 'usdz';

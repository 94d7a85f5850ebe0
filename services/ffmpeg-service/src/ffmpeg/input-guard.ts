/**
 * Demuxers that read one file and nothing else. Playlists (hls, concat, dash, sdp, image2 …) and documents (svg) are not
 * among them: they can name other files and addresses.
 */
const DEMUXERS = [
  ...['mov', 'matroska', 'webm', 'avi', 'flv', 'live_flv', 'asf', 'mpeg', 'mpegts', 'mpegvideo', 'mxf', 'nut', 'ogg'],
  ...[
    'dv',
    'gxf',
    'ivf',
    'rm',
    'wtv',
    'm4v',
    'h263',
    'h264',
    'hevc',
    'obu',
    'mjpeg',
    'vc1',
    'yuv4mpegpipe',
    'gif',
    'apng',
  ],
  ...['wav', 'w64', 'aiff', 'au', 'caf', 'mp3', 'aac', 'ac3', 'eac3', 'dts', 'truehd', 'flac', 'amr', 'amrnb', 'amrwb'],
  ...[
    'ape',
    'mpc',
    'mpc8',
    'tta',
    'tak',
    'wv',
    'voc',
    'gsm',
    'dsf',
    'oma',
    'loas',
    'rso',
    'sox',
    'webp_pipe',
    'png_pipe',
  ],
  ...[
    'jpeg_pipe',
    'jpegls_pipe',
    'jpegxl_pipe',
    'bmp_pipe',
    'tiff_pipe',
    'gif_pipe',
    'j2k_pipe',
    'qoi_pipe',
    'pcx_pipe',
  ],
  ...['pbm_pipe', 'pgm_pipe', 'pam_pipe', 'ppm_pipe', 'dds_pipe', 'exr_pipe', 'psd_pipe', 'sgi_pipe', 'sunrast_pipe'],
];

/** What stands before every input that comes from a caller: its bytes cannot make ffmpeg open anything else. */
export const INPUT_GUARD: readonly string[] = Object.freeze([
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  DEMUXERS.join(','),
]);

import { parseFilterGraph } from './parse-filter-graph';

describe('parseFilterGraph', () => {
  it.each<[string, string[]]>([
    ["[0:v]scale=1280:720[a];[a][1:v]overlay=(W-w)/2:H-h-10:enable='between(t,1,5)'[final_video]", ['final_video']],
    ['[0:v]split[a][b];[a]hflip[c];[b][c]hstack[out]', ['out']],
    ['[0:a]volume=0.5,afade=t=in:d=1[x];[1:a]anull[y];[x][y]amix=inputs=2[mixed_audio]', ['mixed_audio']],
    ['[0:a]pan=stereo|c0=c0+c1|c1=c1[p]', ['p']],
    [' [0:v] fps=25 , setpts=PTS-STARTPTS [v] ; [0:a]loudnorm=I=-16:print_format=json[a] ', ['v', 'a']],
  ])('takes %s', (graph, outputs) => {
    expect([...parseFilterGraph(graph)]).toEqual(outputs);
  });

  it.each<[string, string]>([
    ['movie=/etc/passwd[v]', 'the filter "movie" is not allowed'],
    ['amovie=a.mp3[v]', 'the filter "amovie" is not allowed'],
    ['[0:v]subtitles=a.srt[v]', 'the filter "subtitles" is not allowed'],
    ['[0:v]lut3d=file=/x[v]', 'the filter "lut3d" is not allowed'],
    ['[0:v]drawtext=textfile=/etc/passwd[v]', 'the filter "drawtext" is not allowed'],
    ['[0:v]sendcmd=f=x[v]', 'the filter "sendcmd" is not allowed'],
    ['[0:v]reverse[v]', 'the filter "reverse" is not allowed'],
    ['[0:v]curves=plot=../../.bashrc[v]', 'curves'],
    ['[0:v]unsharp=a=../../.bashrc[v]', 'the option "a" of unsharp is not allowed'],
    ['[0:v]unsharp=../../.bashrc[v]', 'of unsharp is not allowed'],
    ['[0:v]scale=/w=/etc/passwd[v]', 'of scale is not allowed'],
    ['[0:v]eq=/etc/passwd[v]', 'of eq is not allowed'],
    ['[0:v]null[v];movie=x[y]', 'the filter "movie" is not allowed'],
    ['[0:v]null[v],movie=x', 'this is not understood at ",movie=x"'],
    ["[0:v]scale='1\\:movie=x'[v]", 'a value is expected'],
    ['sws_flags=bicubic;[0:v]null[v]', 'the filter "sws_flags" is not allowed'],
    ['[0:v]scale=w=1\\,movie=x[v]', 'this is not understood'],
    ['[0:v]scale@movie=x[v]', 'this is not understood'],
    ['', 'a filter is expected'],
    ['[0:v', 'a filter is expected'],
    ['x'.repeat(20_001), 'it is longer than 20000 characters'],
  ])('refuses %s', (graph, why) => {
    expect(() => parseFilterGraph(graph)).toThrow(why);
  });
});

/** A measure with a limit: `value` is compared with `most` or `least`, `figure` is what people read. */
export function judged({ measure, figure, target, value, most = Infinity, least = -Infinity, details = [] }) {
  return { measure, figure, target, verdict: value <= most && value >= least ? 'met' : 'missed', details };
}

/** A measure that this machine cannot make, with the reason. */
export function unmeasured(measure, target, reason) {
  return { measure, figure: reason, target, verdict: 'not measured', details: [] };
}

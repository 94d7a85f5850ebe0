/** Recorded from the service: `POST /transform {"text":"Hello"}`, with the time rounded. */
export const DRAWING = {
  result:
    ' _______\n< Hello >\n -------\n        \\   ^__^\n         \\  (oo)\\_______\n            (__)\\       )\\/\\\n                ||----w |\n                ||     ||',
  processing_time: 0.00025,
  metadata: { input_length: 5, output_length: 150, cow: 'default' },
};

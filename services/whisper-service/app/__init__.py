"""HTTP service around faster-whisper: speech to text."""

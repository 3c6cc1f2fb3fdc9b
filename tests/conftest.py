"""What the tests rely on: an interruption interrupts, also in a job in the background."""

import signal

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as a shell does it for a job that ends with "&"
    signal.signal(signal.SIGINT, signal.default_int_handler)

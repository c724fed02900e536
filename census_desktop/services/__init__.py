"""Use cases, called by window and command line alike: frozen data in, frozen data out, no Qt, no SQL."""

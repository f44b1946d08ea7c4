"""A by-election night of an invented seat, played in a minute: `byelections demo`."""

// Overlay of planned values on an estate: being written by the lead right now; leave to them.

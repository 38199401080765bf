// To be deleted when the first test of this target is here.

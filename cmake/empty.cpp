// The program has no source of its own: main comes from sim/cli, the catalogue from models.

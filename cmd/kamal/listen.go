package main

import "github.com/kamal-go/kamal/kamal/config"

// listen begins to write the run down where the configuration wants it.
func (p *project) listen(*config.Config) {}

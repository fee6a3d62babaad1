package main

type (
	detailsCmd struct{}
	auditCmd   struct{}
)

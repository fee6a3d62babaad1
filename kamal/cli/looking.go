package cli

type (
	detailsCmd struct{}
	auditCmd   struct{}
)
